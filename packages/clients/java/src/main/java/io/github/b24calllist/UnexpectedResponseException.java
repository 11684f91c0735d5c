package io.github.b24calllist;

import io.github.b24calllist.Outcome.Attempt;
import io.github.b24calllist.Outcome.Failure;
import java.util.Locale;

/**
 * The response is not what a portal sends: an HTML page, an empty body, JSON that breaks off, a
 * result of another type than the method's.
 */
public final class UnexpectedResponseException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** HTTP status of the answer. */
  private final int status;

  /** Content type of the answer. */
  private final String contentType;

  /** Beginning of the body, without secrets. */
  private final String excerpt;

  /**
   * Keeps what came.
   *
   * @param isCut whether another request may get it whole
   */
  private UnexpectedResponseException(
      String method, String why, int status, String contentType, String excerpt, boolean isCut) {
    super(method, why, new Attempt(Failure.PAGE, true, false, "", status, isCut));
    this.status = status;
    this.contentType = contentType;
    this.excerpt = excerpt;
  }

  /** A page, or JSON that is not a portal's. */
  static UnexpectedResponseException notOfAPortal(
      String method, int status, String contentType, String excerpt) {
    String type = contentType.isEmpty() ? "no content type" : contentType;
    String shown = excerpt.isEmpty() ? "" : ": " + excerpt.strip().replaceAll("\\s+", " ");
    return new UnexpectedResponseException(
        method,
        "the response is not from a Bitrix24 portal (HTTP %d, %s)%s".formatted(status, type, shown),
        status,
        contentType,
        excerpt,
        isCut(contentType, excerpt));
  }

  /** JSON that is cut has its beginning. With PHP's warnings before it, it comes so again. */
  private static boolean isCut(String contentType, String excerpt) {
    boolean isJson = contentType.toLowerCase(Locale.ROOT).contains("json");
    return excerpt.isEmpty() || (isJson && excerpt.stripLeading().matches("(?s)[{\\[].*"));
  }

  /** The response is longer than any of a portal. */
  static UnexpectedResponseException tooLong(String method, int status, String contentType) {
    String why = "the response is longer than " + (Numbers.MAX_BODY >> 20) + " MiB";
    return new UnexpectedResponseException(method, why, status, contentType, "", false);
  }

  /**
   * The portal answered with JSON that is not what the method returns.
   *
   * @param what a part of it, short and without secrets, such as {@code result: null}
   */
  static UnexpectedResponseException notAsDescribed(String method, String what) {
    String why = "the response is not what the method returns (" + what + ")";
    return new UnexpectedResponseException(method, why, 200, "application/json", what, false);
  }

  /** No portal looks at no {@code start}, but a mock of one may. Reading on would never end. */
  static UnexpectedResponseException sameRows(String method) {
    return notAsDescribed(method, "the same rows for each start");
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
