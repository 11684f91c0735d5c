package io.github.b24calllist;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends one request and reads one answer. The one that a client has by default uses {@link
 * HttpClient}; tests can give it another.
 *
 * <p>An own one must send a request once, whatever happens, and must not follow redirects.
 *
 * <pre>{@code
 * Transport transport = request -> new Transport.Response(200, Map.of(), "{\"result\":51}");
 * CallListClient b24 = CallListClient.builder(auth).transport(transport).build();
 * }</pre>
 */
@FunctionalInterface
public interface Transport {
  /**
   * Sends a request and reads the whole answer.
   *
   * @param request what to send, by POST
   * @return what came back, whatever its status
   * @throws java.net.ConnectException when no connection was made, so that nothing was sent; {@link
   *     java.net.UnknownHostException}, {@link java.net.NoRouteToHostException}, {@link
   *     java.net.http.HttpConnectTimeoutException} and {@link javax.net.ssl.SSLHandshakeException}
   *     say the same
   * @throws java.net.http.HttpTimeoutException when no whole answer came in time
   * @throws IOException when the connection broke off
   * @throws InterruptedException when the thread was interrupted
   */
  Response send(Request request) throws IOException, InterruptedException;

  /**
   * The usual transport over an {@link HttpClient} of your own, with its proxy or certificates. A
   * request that needs a new connection is sent past it, with its proxy, SSL context, SSL
   * parameters, authenticator and connect timeout.
   *
   * @param client one that does not follow redirects
   * @return the transport
   * @throws IllegalArgumentException when the client follows redirects
   */
  static Transport over(HttpClient client) {
    return new HttpTransport(client);
  }

  /**
   * A request to a portal. Printing it shows no secret.
   *
   * @param uri where to; a webhook's holds its secret
   * @param headers all headers by name
   * @param body JSON, as UTF-8; it holds the access token of OAuth
   * @param timeout for the whole answer
   * @param newConnection whether it needs a connection that has carried nothing before, since it
   *     must not be sent twice: the server may be closing a kept one, and then the outcome is
   *     unknown although nothing arrived
   */
  record Request(
      URI uri, Map<String, String> headers, String body, Duration timeout, boolean newConnection) {
    /** The portal alone. */
    @Override
    public String toString() {
      return "Request[" + uri.getAuthority() + "]";
    }
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param headers the first value of each header, by name in any letter case
   * @param body text, decoded as UTF-8
   */
  record Response(int status, Map<String, String> headers, String body) {
    /**
     * Makes the names of headers the same in any letter case.
     *
     * @param status HTTP status
     * @param headers the first value of each header
     * @param body text, decoded as UTF-8
     */
    public Response {
      var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      sorted.putAll(headers);
      headers = sorted;
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The status alone: a body may show secrets. */
    @Override
    public String toString() {
      return "Response[" + status + "]";
    }
  }
}
