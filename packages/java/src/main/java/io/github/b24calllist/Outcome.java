package io.github.b24calllist;

import java.util.Map;
import java.util.Set;

/**
 * What is known about a call after an attempt, and what is done: the one place that decides on
 * repeating. Deterministic answers end the call: the same request would get the same answer.
 */
enum Outcome {
  /** QUERY_LIMIT_EXCEEDED, or 429: too many requests. */
  BUSY(false, Next.REPEAT),
  /** OPERATION_TIME_LIMIT: the method has worked too long. */
  OVERWORKED(false, Next.WAIT),
  /** expired_token. */
  EXPIRED(false, Next.RENEW),
  /** Any other error code, a page with 4xx, or a redirect. */
  REFUSED(false, Next.END),
  /** 421 or 425 as a page: the server did not take the request. */
  NOT_TAKEN(false, Next.REPEAT),
  /** No connection: nothing was sent. */
  UNREACHABLE(false, Next.REPEAT),
  /** A certificate that is not trusted, or a proxy that wants a password: nothing was sent. */
  HOPELESS(false, Next.END),
  /** The connection broke off, before or in the middle of the answer. */
  BROKEN(true, Next.REPEAT),
  /** No answer in time. */
  LATE(true, Next.REPEAT),
  /** A page with 408 or 5xx, or an error code of a gateway. */
  LOST(true, Next.REPEAT),
  /** An answer with 200 that is empty, or JSON that breaks off. */
  CUT(true, Next.REPEAT),
  /** The portal's own code stopped on an error (HTTP 500 as JSON); mostly the request is wrong. */
  CRASHED(true, Next.END),
  /** An answer with 200 that no portal sends, such as a login page, or PHP's warnings. */
  FOREIGN(true, Next.END);

  enum Next {
    END,
    /** After a pause. */
    REPEAT,
    /** For the method's working time. */
    WAIT,
    /** The token. */
    RENEW
  }

  /** Methods that do nothing more when carried out twice. Any other may; add surely does. */
  private static final Set<String> REPEATABLE =
      Set.of(
          "crm.calllist.get",
          "crm.calllist.list",
          "crm.calllist.items.get",
          "crm.calllist.statuslist",
          "crm.calllist.update");

  /** Codes with a row of their own, whatever the status. */
  private static final Map<String, Outcome> OF_CODE =
      Map.of(
          ErrorCode.QUERY_LIMIT_EXCEEDED, BUSY,
          ErrorCode.OPERATION_TIME_LIMIT, OVERWORKED,
          ErrorCode.EXPIRED_TOKEN, EXPIRED);

  private final boolean maybeExecuted;
  private final Next next;

  Outcome(boolean maybeExecuted, Next next) {
    this.maybeExecuted = maybeExecuted;
    this.next = next;
  }

  /** What is done next with a call that may, or may not, be carried out twice. */
  Next next(boolean isRepeatable) {
    return maybeExecuted && !isRepeatable ? Next.END : next;
  }

  /** The row for an attempt that ended in this error. */
  static Outcome of(CallListException error) {
    if (error instanceof PortalException refusal) {
      return ofCode(refusal.status(), refusal.code());
    }
    if (error instanceof UnexpectedResponseException page) {
      return ofPage(page);
    }
    if (error instanceof ConnectionException connection) {
      boolean isHopeless = connection.isHopeless();
      return connection.sent() ? BROKEN : isHopeless ? HOPELESS : UNREACHABLE;
    }
    return error instanceof CallTimeoutException ? LATE : REFUSED;
  }

  private static Outcome ofCode(int status, String code) {
    if (OF_CODE.containsKey(code)) {
      return OF_CODE.get(code);
    }
    if (Catalogue.MAYBE_EXECUTED.contains(code)) {
      return CRASHED;
    }
    if (Catalogue.STATUS_OF_CODE.containsKey(code)) {
      return REFUSED;
    }
    if (status >= 500) {
      return status == 500 ? CRASHED : LOST;
    }
    return status == 429 ? BUSY : REFUSED;
  }

  private static Outcome ofPage(UnexpectedResponseException page) {
    return switch (page.status()) {
      case 408 -> LOST; // sent by load balancers, also when the response took too long
      case 421, 425 -> NOT_TAKEN;
      case 429 -> BUSY;
      default -> {
        if (page.status() >= 500) {
          yield LOST;
        }
        Outcome ofGood = page.isCut() ? CUT : FOREIGN;
        yield page.status() >= 400 ? REFUSED : ofGood;
      }
    };
  }

  /** Whether a call may be carried out twice; a batch, whether each of its commands may. */
  static boolean isRepeatable(String method, Map<String, ?> params) {
    if (!method.equals("batch")) {
      return REPEATABLE.contains(method);
    }
    return Wire.toMap(params.get("cmd")).values().stream()
        .allMatch(command -> REPEATABLE.contains(command.toString().split("\\?", 2)[0]));
  }

  /** The error to throw: one that says so where it is unknown what the portal did. */
  static CallListException told(
      CallListException error, String method, Map<String, Object> params) {
    return of(error).maybeExecuted && !isRepeatable(method, params)
        ? new OutcomeUnknownException(method, error, params)
        : error;
  }
}
