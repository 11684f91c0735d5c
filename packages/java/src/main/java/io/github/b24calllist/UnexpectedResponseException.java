package io.github.b24calllist;

/** The answer is not what a portal sends: an HTML page, an empty body, JSON that breaks off. */
public final class UnexpectedResponseException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** HTTP status of the answer. */
  private final int status;

  /** Content type of the answer. */
  private final String contentType;

  /** Beginning of the body, without secrets. */
  private final String excerpt;

  UnexpectedResponseException(String method, int status, String contentType, String excerpt) {
    super(
        method,
        "the answer is not one of a Bitrix24 portal (HTTP "
            + status
            + ", "
            + (contentType.isEmpty() ? "no content type" : contentType)
            + ")",
        null);
    this.status = status;
    this.contentType = contentType;
    this.excerpt = excerpt;
  }

  /** The portal answered with JSON that is not what the method answers. */
  static UnexpectedResponseException notAsDescribed(String method) {
    return new UnexpectedResponseException(method, 200, "", "");
  }

  /**
   * HTTP status of the answer.
   *
   * @return such as 200 or 502
   */
  public int status() {
    return status;
  }

  /**
   * Content type of the answer.
   *
   * @return such as {@code text/html}; empty where there was none
   */
  public String contentType() {
    return contentType;
  }

  /**
   * The beginning of the answer's body.
   *
   * @return at most 200 characters, without secrets
   */
  public String excerpt() {
    return excerpt;
  }
}
