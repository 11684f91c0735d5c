package io.github.b24calllist;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;

/** TLS over a connection, with the settings of an {@link HttpClient}. */
final class Tls {
  /** The kind of a subject alternative name. */
  private static final int DNS_NAME = 2;

  private Tls() {}

  /** Makes the handshake, and checks the certificate and its host name. */
  static SSLSocket over(Socket open, String host, int port, HttpClient settings)
      throws IOException {
    var tls =
        (SSLSocket) settings.sslContext().getSocketFactory().createSocket(open, host, port, true);
    SSLParameters parameters = settings.sslParameters();
    boolean isOdd = host.contains("_");
    if (isOdd) {
      parameters.setServerNames(List.of(new OddName(host)));
    }
    boolean isChecked = !isCheckDisabled();
    if (isChecked && !isOdd) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    if (isChecked && isOdd) {
      check(host, (X509Certificate) tls.getSession().getPeerCertificates()[0]);
    }
    return tls;
  }

  /** As java.net.http does. */
  private static boolean isCheckDisabled() {
    String set = System.getProperty("jdk.internal.httpclient.disableHostnameVerification");
    return set != null && (set.isEmpty() || Boolean.parseBoolean(set));
  }

  /** A host name with an underscore. It is none for Java, which leaves it out of the handshake. */
  private static final class OddName extends SNIServerName {
    OddName(String host) {
      super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The check of RFC 9110, section 4.3.4, which Java refuses for a name with an underscore. */
  private static void check(String host, X509Certificate certificate) throws SSLHandshakeException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(DNS_NAME) && covers((String) name.get(1), host)) {
          return;
        }
      }
      throw new CertificateException("No subject alternative name for it");
    } catch (CertificateException e) {
      var failure = new SSLHandshakeException("the certificate is for another host name");
      failure.initCause(e);
      throw failure;
    }
  }

  /** A wildcard stands for one label, and not below a top-level domain. */
  static boolean covers(String name, String host) {
    int dot = host.indexOf('.');
    return name.equalsIgnoreCase(host)
        || (dot > 0
            && host.indexOf('.', dot + 1) > 0
            && name.equalsIgnoreCase("*" + host.substring(dot)));
  }
}
