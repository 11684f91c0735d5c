// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Set;

/**
 * What is known about a call after an attempt that failed, and what follows: the one table that
 * decides on retries.
 */
enum Outcome {
  /** {@code QUERY_LIMIT_EXCEEDED}, or HTTP 429 from a server in front of the portal. */
  RATE_LIMITED(false, Next.SLOW_DOWN),
  /** {@code OPERATION_TIME_LIMIT}: the method has used up its operating time. */
  QUOTA_EXHAUSTED(false, Next.WAIT),
  /** {@code expired_token}, where the client can renew the token. */
  TOKEN_EXPIRED(false, Next.RENEW),
  /** A redirect to another address. */
  MOVED(false, Next.FOLLOW),
  /**
   * Any other error code ({@code OVERLOAD_LIMIT}, {@code PORTAL_DELETED}, {@code ACCESS_DENIED} …),
   * or an HTML error page with HTTP 4xx.
   */
  REJECTED(false, Next.FAIL),
  /** No connection: unknown host, no route, refused, no TLS, or a proxy that opens no tunnel. */
  UNREACHABLE(false, Next.RETRY),
  /** No connection, for good: the certificate is not trusted, or a proxy wants a password. */
  MISCONFIGURED(false, Next.FAIL),
  /** HTTP 421 or 425. The server has not looked at the request. */
  NOT_ACCEPTED(false, Next.RETRY),
  /** The time for the call was over before it was sent. */
  NOT_SENT(false, Next.FAIL),
  /** The connection was lost before or during the response. */
  DISCONNECTED(true, Next.RETRY),
  /** No response in time. */
  TIMED_OUT(true, Next.RETRY),
  /** An HTML error page with HTTP 5xx or 408, or an error code of a gateway. */
  GATEWAY_ERROR(true, Next.RETRY),
  /** HTTP 200, and the body is empty, or JSON that breaks off. */
  TRUNCATED(true, Next.RETRY),
  /** The portal's own code failed (HTTP 500 as JSON). Mostly the request is wrong. */
  CRASHED(true, Next.FAIL),
  /**
   * HTTP 200 with what no portal sends: a login page, PHP warnings before the JSON, a result of
   * another type, or more than 64 MiB.
   */
  NOT_A_PORTAL(true, Next.FAIL);

  /** What follows an attempt that failed. */
  enum Next {
    /** The same request would get the same response. */
    FAIL,
    /** After a pause. */
    RETRY,
    /** Retry, and send less from now on. */
    SLOW_DOWN,
    /** For the method's operating-time quota, then retry. */
    WAIT,
    /** The access token, then retry. */
    RENEW,
    /** The portal to its new address. */
    FOLLOW
  }

  enum Failure {
    REDIRECT,
    CONNECTION,
    TIMEOUT,
    /** A JSON body with an error. */
    CODE,
    /** Any other body. */
    PAGE
  }

  /** Methods that do no harm when they are executed twice. Any other may. */
  static final Set<String> REPEATABLE =
      Set.of(
          "crm.calllist.get",
          "crm.calllist.list",
          "crm.calllist.update",
          "crm.calllist.items.get",
          "crm.calllist.statuslist");

  private final boolean maybeExecuted;
  private final Next next;

  Outcome(boolean maybeExecuted, Next next) {
    this.maybeExecuted = maybeExecuted;
    this.next = next;
  }

  /** Whether the portal may have executed the call. */
  boolean maybeExecuted() {
    return maybeExecuted;
  }

  /** What follows for a call that may, or may not, be executed twice. */
  Next next(boolean isRepeatable) {
    return maybeExecuted && !isRepeatable ? Next.FAIL : next;
  }

  /**
   * What the rules look at.
   *
   * @param permanent whether the next connection would fail in the same way
   * @param truncated whether the body is empty, or JSON that breaks off
   */
  record Attempt(
      Failure failure,
      boolean sent,
      boolean permanent,
      String code,
      int status,
      boolean truncated) {
    /** The outcome of the first rule that matches. */
    Outcome outcome() {
      if (failure == Failure.REDIRECT) {
        return MOVED;
      }
      if (failure == Failure.CONNECTION && sent) {
        return DISCONNECTED;
      }
      if (failure == Failure.CONNECTION && permanent) {
        return MISCONFIGURED;
      }
      if (failure == Failure.CONNECTION) {
        return UNREACHABLE;
      }
      if (failure == Failure.TIMEOUT && sent) {
        return TIMED_OUT;
      }
      if (failure == Failure.TIMEOUT) {
        return NOT_SENT;
      }
      if (failure == Failure.CODE && code.equals("QUERY_LIMIT_EXCEEDED")) {
        return RATE_LIMITED;
      }
      if (failure == Failure.CODE && code.equals("OPERATION_TIME_LIMIT")) {
        return QUOTA_EXHAUSTED;
      }
      if (failure == Failure.CODE && code.equals("expired_token")) {
        return TOKEN_EXPIRED;
      }
      if (failure == Failure.CODE && Catalogue.MAYBE_EXECUTED.contains(code)) {
        return CRASHED;
      }
      if (failure == Failure.CODE && Catalogue.STATUS_OF_CODE.containsKey(code)) {
        return REJECTED;
      }
      if (failure == Failure.CODE && status == 500) {
        return CRASHED;
      }
      if (status >= 500) {
        return GATEWAY_ERROR;
      }
      if (status == 408) {
        return GATEWAY_ERROR;
      }
      if (status == 429) {
        return RATE_LIMITED;
      }
      if ((status == 421 || status == 425)) {
        return NOT_ACCEPTED;
      }
      if (failure == Failure.CODE) {
        return REJECTED;
      }
      if (status >= 400) {
        return REJECTED;
      }
      if (truncated) {
        return TRUNCATED;
      }
      return NOT_A_PORTAL;
    }
  }
}
