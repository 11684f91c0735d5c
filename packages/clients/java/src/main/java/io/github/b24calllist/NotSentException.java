package io.github.b24calllist;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * The request never left this machine, or got no further than a proxy. The message is a short
 * reason without addresses.
 */
final class NotSentException extends ConnectException {
  private static final long serialVersionUID = 1L;

  private static final String LOG_IN =
      "Give Transport.over an HttpClient with this proxy and an authenticator, and start Java with "
          + "-Djdk.http.auth.tunneling.disabledSchemes= (empty), so that it may send a password";

  private static final int MOST_CAUSES = 10;

  private final String advice;

  private NotSentException(String reason, String advice) {
    super(reason);
    this.advice = advice;
  }

  /** A proxy rejected the request. */
  static NotSentException byProxy(int status) {
    return new NotSentException("proxy: HTTP " + status, status == 407 ? LOG_IN : "");
  }

  /**
   * What went wrong before the request left.
   *
   * @param byProxy whether it was on the way to a proxy
   */
  static NotSentException of(Throwable error, boolean byProxy) {
    List<Throwable> causes = causesOf(error);
    CertificateProblem problem = CertificateProblem.in(causes);
    if (problem != null) {
      return new NotSentException(problem.reason, problem.advice);
    }
    boolean isTls = causes.stream().anyMatch(SSLException.class::isInstance);
    return new NotSentException((byProxy && !isTls ? "proxy: " : "") + reasonOf(causes), "");
  }

  /** What the caller can do about it; empty where a retry may help. */
  String advice() {
    return advice;
  }

  private static List<Throwable> causesOf(Throwable error) {
    var causes = new ArrayList<Throwable>();
    for (var cause = error;
        cause != null && causes.size() < MOST_CAUSES;
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /** Some exceptions have the address for a message, and some of java.net.http have none at all. */
  private static String reasonOf(List<Throwable> causes) {
    for (Throwable cause : causes) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return "UnknownHostException";
      }
      if (cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException) {
        return "HttpConnectTimeoutException";
      }
    }
    Throwable told =
        causes.stream()
            .filter(cause -> cause.getMessage() != null)
            .findFirst()
            .orElse(causes.get(0));
    String name = told.getClass().getSimpleName();
    return told.getMessage() == null ? name : name + ": " + told.getMessage();
  }
}
