package io.github.b24calllist;

/**
 * The portal redirects: it was renamed, or it is closed. Redirects are not followed, so that the
 * credentials go nowhere else.
 */
public final class PortalMovedException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** HTTP status of the redirect. */
  private final int status;

  /** Where it leads to. */
  private final String host;

  PortalMovedException(String method, int status, String host) {
    super(
        method,
        "the portal redirects%s: it has a new address, or is closed"
            .formatted(host.isEmpty() ? "" : " to " + host),
        new Outcome.Attempt(Outcome.Failure.REDIRECT, true, false, "", status, false));
    this.status = status;
    this.host = host;
  }

  /**
   * HTTP status of the redirect.
   *
   * @return such as 302
   */
  public int status() {
    return status;
  }

  /**
   * Where it leads to.
   *
   * @return host and, if there is one, port; empty where the answer does not say
   */
  public String host() {
    return host;
  }
}
