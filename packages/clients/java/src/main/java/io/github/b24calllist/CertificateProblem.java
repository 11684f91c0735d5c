package io.github.b24calllist;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;

/** What is wrong with a portal's certificate. A retry would meet it again. */
enum CertificateProblem {
  NOT_TRUSTED(
      "the portal's certificate is not trusted",
      "Give Transport.over an HttpClient with an sslContext that trusts its certificate authority, "
          + "or start Java with -Djavax.net.ssl.trustStore=<file>"),
  OUT_OF_DATE(
      "the portal's certificate has expired, or is not valid yet",
      "Renew the certificate, or correct the clock of this machine"),
  OTHER_NAME(
      "the portal's certificate is for another host name",
      "Call the portal by a host name that its certificate holds");

  final String reason;
  final String advice;

  CertificateProblem(String reason, String advice) {
    this.reason = reason;
    this.advice = advice;
  }

  /** The problem that an exception and its causes tell of; null where there is none. */
  static CertificateProblem in(List<? extends Throwable> causes) {
    if (causes.stream().noneMatch(GeneralSecurityException.class::isInstance)) {
      return null;
    }
    if (causes.stream().anyMatch(CertificateProblem::isOutOfDate)) {
      return OUT_OF_DATE;
    }
    return causes.stream().anyMatch(CertificateProblem::isOtherName) ? OTHER_NAME : NOT_TRUSTED;
  }

  private static boolean isOutOfDate(Throwable cause) {
    return cause instanceof CertificateExpiredException
        || cause instanceof CertificateNotYetValidException;
  }

  /** Java has no class of its own for it. */
  private static boolean isOtherName(Throwable cause) {
    return cause.getClass() == CertificateException.class
        && String.valueOf(cause.getMessage())
            .matches("(?s)No (subject alternative|name matching).*");
  }
}
