package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong before the request leaves was not executed, whatever the method: over kept
 * connections, and over the new one of an add.
 */
@Tag("sockets")
@Timeout(60)
class NotSentTest {
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));

  private static void add(CallListClient b24) {
    b24.add(NEW_LIST);
  }

  private static Stream<Consumer<CallListClient>> calls() {
    return Stream.of(CallListClient::statuses, NotSentTest::add);
  }

  private static CallListClient.Builder builder(String url) {
    return CallListClient.builder(Auth.webhook(url))
        .retry(new Retry(2, Duration.ZERO, Duration.ZERO))
        .timeout(Duration.ofSeconds(20));
  }

  private static ConnectionException failure(CallListClient b24, Consumer<CallListClient> call) {
    var error = assertThrows(ConnectionException.class, () -> call.accept(b24));
    assertFalse(error.sent(), error.toString());
    assertFalse(
        error.toString().matches("(?s).*(127\\.0\\.0\\.1|localhost|portal\\.invalid).*"),
        "an address is in " + error);
    return error;
  }

  private static int freePort() throws Exception {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aPortThatNobodyListensOn(Consumer<CallListClient> call) throws Exception {
    var b24 = builder("http://127.0.0.1:" + freePort() + "/rest/1/k/").build();
    assertTrue(failure(b24, call).reason().startsWith("ConnectException"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aHostThatNobodyKnows(Consumer<CallListClient> call) {
    var b24 = builder("https://portal.invalid/rest/1/k/").build();
    assertEquals("UnknownHostException", failure(b24, call).reason());
  }

  /** To an address that is on no network, a connection fails in one way or another. */
  @ParameterizedTest
  @MethodSource("calls")
  void anAddressWithoutARoute(Consumer<CallListClient> call) {
    var http = HttpClient.newBuilder().connectTimeout(Duration.ofMillis(300)).build();
    var b24 = builder("https://240.0.0.1/rest/1/k/").transport(Transport.over(http)).build();
    failure(b24, call);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aServerThatSpeaksNoTls(Consumer<CallListClient> call) {
    try (var server = new RawServer((count, socket) -> true)) {
      var b24 = builder("https://localhost:" + server.port() + "/rest/1/k/");
      b24.timeout(Duration.ofMillis(500));
      failure(b24.build(), call);
      assertEquals(0, server.requests.size());
    }
  }

  /** It takes connections, and does not answer, or closes them at once. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTlsHandshakeThatDoesNotEnd(boolean closes) throws Exception {
    try (var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      if (closes) {
        startClosing(server);
      }
      var b24 = builder("https://localhost:" + server.getLocalPort() + "/rest/1/k/");
      b24.timeout(Duration.ofMillis(500));
      calls().forEach(call -> failure(b24.build(), call));
    }
  }

  private static void startClosing(ServerSocket server) {
    var thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  server.accept().close();
                }
              } catch (IOException e) {
                // The test is over.
              }
            });
    thread.start();
  }

  private static Stream<Arguments> certificates() {
    return Stream.of(
        Arguments.of("dns:localhost", false, List.of(), "not trusted", "sslContext"),
        Arguments.of("dns:other.example", true, List.of(), "another host name", "host name"),
        Arguments.of(
            "dns:localhost",
            true,
            List.of("-startdate", "-3d", "-validity", "1"),
            "has expired",
            "Renew the certificate"));
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void aCertificateThatIsNotGoodEndsTheCallAtOnceAndSaysWhatToDo(
      String names, boolean isTrusted, List<String> more, String reason, String advice)
      throws Exception {
    var certificate = new Certificate(names, more.toArray(String[]::new));
    try (var server = new RawServer(certificate.server(), (count, socket) -> true)) {
      var http = HttpClient.newBuilder();
      if (isTrusted) {
        http.sslContext(more.isEmpty() ? certificate.trusting() : Certificate.lookingAtDates());
      }
      var b24 =
          builder("https://localhost:" + server.port() + "/rest/1/k/")
              .transport(Transport.over(http.build()))
              .build();
      for (Consumer<CallListClient> call : calls().toList()) {
        int before = server.connections.get();
        var error = failure(b24, call);
        assertTrue(error.reason().contains(reason), error.reason());
        assertTrue(error.getMessage().contains(advice), error.getMessage());
        assertEquals(1, server.connections.get() - before, "a retry would fail as well");
      }
    }
  }

  private static CallListClient through(int proxyPort, Authenticator authenticator) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxyPort);
    var http = HttpClient.newBuilder().proxy(ProxySelector.of(address));
    if (authenticator != null) {
      http.authenticator(authenticator);
    }
    return builder("https://portal.invalid/rest/1/k/")
        .transport(Transport.over(http.build()))
        .build();
  }

  private static Stream<Arguments> refusals() {
    return Stream.of(403, 502, 503, 407)
        .flatMap(status -> calls().map(call -> Arguments.of(status, call)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aProxyThatRefuses(int status, Consumer<CallListClient> call) {
    String answer = "HTTP/1.1 %d x\r\nContent-Length: 2\r\n\r\nno".formatted(status);
    try (var proxy =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, answer);
              return false;
            })) {
      var error = failure(through(proxy.port(), null), call);
      assertEquals("proxy: HTTP " + status, error.reason());
      assertEquals(status == 407 ? 1 : 2, proxy.requests.size(), "requests to the proxy");
      assertEquals(status == 407, error.getMessage().contains("authenticator"), error.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aProxyThatCloses(Consumer<CallListClient> call) {
    try (var proxy = new RawServer((count, socket) -> false)) {
      var error = failure(through(proxy.port(), null), call);
      assertTrue(error.reason().startsWith("proxy: "), error.reason());
      assertEquals(2, proxy.requests.size());
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aProxyThatIsNotThere(Consumer<CallListClient> call) throws Exception {
    var error = failure(through(freePort(), null), call);
    assertTrue(error.reason().startsWith("proxy: ConnectException"), error.reason());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aProxyThatDoesNotAnswer(Consumer<CallListClient> call) {
    var end = new CountDownLatch(1);
    try (var proxy =
        new RawServer(
            (count, socket) -> {
              end.await();
              return false;
            })) {
      var http = HttpClient.newBuilder().proxy(ProxySelector.of(proxy.address())).build();
      var b24 = builder("https://portal.invalid/rest/1/k/").transport(Transport.over(http));
      b24.timeout(Duration.ofMillis(300));
      assertTrue(failure(b24.build(), call).reason().startsWith("proxy: "));
    } finally {
      end.countDown();
    }
  }

  /** Java sends a password to a tunnel only where this property is empty, for every HttpClient. */
  @Test
  void aProxyWithAPasswordIsPassedWhereJavaMaySendOne() throws Exception {
    String property = "jdk.http.auth.tunneling.disabledSchemes";
    String wanted =
        "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
    var authenticator =
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("me", "pass".toCharArray());
          }
        };
    try (var proxy =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, wanted);
              return false;
            })) {
      var b24 = through(proxy.port(), authenticator);
      assertEquals("proxy: HTTP 407", failure(b24, NotSentTest::add).reason());
      assertEquals(1, proxy.requests.size());
      System.setProperty(property, "");
      try {
        assertEquals("proxy: HTTP 407", failure(b24, NotSentTest::add).reason());
      } finally {
        System.clearProperty(property);
      }
      assertEquals(3, proxy.requests.size());
      assertTrue(
          proxy.requests.get(2).contains("\r\nproxy-authorization: basic bwu6cgfzcw==\r\n"),
          proxy.requests.get(2));
    }
  }
}
