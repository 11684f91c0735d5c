package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What java.net.http really does, against servers on this machine. */
@Tag("sockets")
@Timeout(60)
class HttpTransportTest {
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));

  private static CallListClient client(RawServer server) {
    return CallListClient.builder(Auth.webhook(server.url()))
        .retry(new Retry(3, Duration.ZERO, Duration.ZERO))
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private static boolean answerThenKeep(int count, Socket socket) throws Exception {
    RawServer.write(socket, RawServer.OK);
    return true;
  }

  @Test
  void aRequestIsAPostOfHttp11WithItsLengthAndItsNames() {
    try (var server = new RawServer(HttpTransportTest::answerThenKeep)) {
      client(server).list(ListParams.of().withFilter(Map.of("ID", "Обзвон")));
      String request = server.requests.get(0);
      assertTrue(
          request.startsWith(
              "post /rest/1/" + PlayedPortal.CODE + "/crm.calllist.list http/1.1\r\n"),
          request);
      assertTrue(request.contains("\r\ncontent-type: application/json\r\n"), request);
      assertTrue(request.contains("\r\nuser-agent: b24-calllist-java/0.1.0\r\n"), request);
      assertFalse(request.contains("upgrade"), request);
      assertTrue(request.endsWith("{\"FILTER\":{\"ID\":\"Обзвон\"}}"), request);
    }
  }

  @Test
  void connectionsAreKept() {
    var connections = new HashSet<Integer>();
    try (var server =
        new RawServer(
            (count, socket) -> {
              connections.add(socket.getPort());
              return answerThenKeep(count, socket);
            })) {
      CallListClient b24 = client(server);
      for (int i = 0; i < 5; i++) {
        b24.statuses();
      }
      assertEquals(5, server.requests.size());
      assertEquals(1, connections.size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAddWhoseConnectionBreaksOffIsNotSentTwice(boolean byReset) {
    try (var server = new RawServer((count, socket) -> breakOff(socket, byReset))) {
      CallListClient b24 = client(server);
      var error = assertThrows(OutcomeUnknownException.class, () -> b24.add(NEW_LIST));
      assertEquals(ConnectionException.class, error.getCause().getClass());
      assertTrue(((ConnectionException) error.getCause()).sent());
      assertEquals(1, server.requests.size());
    }
  }

  /** Breaks off when a request is there. */
  private static boolean breakOff(Socket socket, boolean byReset) throws Exception {
    if (byReset) {
      socket.setSoLinger(true, 0);
    }
    return false;
  }

  /** Answers the first request of a connection, and breaks off when the second is there. */
  private static boolean firstOnly(int count, Socket socket, boolean byReset) throws Exception {
    return count == 1 ? answerThenKeep(count, socket) : breakOff(socket, byReset);
  }

  /** In a process of its own, since the property is read once. */
  @Tag("slow")
  @Test
  void noAttemptIsTwoRequestsEvenWhereAllMethodsAreToBeRetried() throws Exception {
    try (var server = new RawServer((count, socket) -> firstOnly(count, socket, false))) {
      String classpath = Path.of("target", "classes") + ":" + Path.of("target", "test-classes");
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djdk.httpclient.enableAllMethodRetry=true",
                  "-cp",
                  classpath,
                  UpdateOnKeptConnection.class.getName(),
                  server.url())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), output);
      assertTrue(output.startsWith("ConnectionException"), output);
      assertEquals(2, server.requests.size(), output);
    }
  }

  /** Makes two calls over one connection. */
  static final class UpdateOnKeptConnection {
    private UpdateOnKeptConnection() {}

    public static void main(String[] args) {
      CallListClient b24 = CallListClient.builder(Auth.webhook(args[0])).retry(Retry.OFF).build();
      b24.statuses();
      try {
        b24.update(UpdateParams.of(13, "CONTACT", List.of(9L), null));
      } catch (CallListException e) {
        System.out.println(e.getClass().getSimpleName());
      }
    }
  }

  @Test
  void norByAnAuthenticator() {
    var authenticator =
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("me", "pass".toCharArray());
          }
        };
    String challenge =
        "HTTP/1.1 401 x\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n";
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, challenge);
              return true;
            })) {
      var http = HttpClient.newBuilder().authenticator(authenticator).build();
      var b24 =
          CallListClient.builder(Auth.webhook(server.url()))
              .retry(new Retry(5, Duration.ZERO, Duration.ZERO))
              .transport(Transport.over(http))
              .build();
      assertThrows(CallListException.class, () -> b24.add(NEW_LIST));
      assertEquals(1, server.requests.size());
      var update = UpdateParams.of(13, "CONTACT", List.of(9L), null);
      assertThrows(CallListException.class, () -> b24.update(update));
      assertEquals(6, server.requests.size(), "one for each of five attempts");
    }
  }

  @Test
  void aReadingCallIsSentAgainOnANewConnection() {
    try (var server = new RawServer((count, socket) -> firstOnly(count, socket, true))) {
      CallListClient b24 = client(server);
      b24.statuses();
      b24.statuses();
      assertEquals(3, server.requests.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) {
    try (var other = new RawServer(HttpTransportTest::answerThenKeep);
        var server =
            new RawServer(
                (count, socket) -> {
                  String head = "HTTP/1.1 %d x\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n";
                  RawServer.write(socket, head.formatted(status, other.url()));
                  return true;
                })) {
      var error = assertThrows(PortalMovedException.class, () -> client(server).add(NEW_LIST));
      assertTrue(other.url().contains("//" + error.host() + "/"), error.host());
      assertEquals(1, server.requests.size());
      assertEquals(0, other.requests.size());
    }
    var following = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertThrows(IllegalArgumentException.class, () -> Transport.over(following));
  }

  @Test
  void anAnswerThatBreaksOffIsAConnectionThatBrokeOff() {
    String half = RawServer.OK.substring(0, RawServer.OK.length() - 5);
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, half);
              return false;
            })) {
      var error = assertThrows(ConnectionException.class, () -> client(server).statuses());
      assertTrue(error.sent());
      assertEquals(3, server.requests.size());
      assertThrows(OutcomeUnknownException.class, () -> client(server).add(NEW_LIST));
      assertEquals(4, server.requests.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 x\r\n", "HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\n{"})
  void theTimeoutIsForTheWholeAnswer(String beginning) {
    var end = new CountDownLatch(1);
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, beginning);
              end.await();
              return false;
            })) {
      var b24 =
          CallListClient.builder(Auth.webhook(server.url()))
              .timeout(Duration.ofMillis(200))
              .retry(Retry.OFF)
              .build();
      var error = assertThrows(CallTimeoutException.class, b24::statuses);
      assertEquals(Duration.ofMillis(200), error.timeout());
      assertEquals("crm.calllist.statuslist: no answer within 200 ms", error.getMessage());
      assertThrows(OutcomeUnknownException.class, () -> b24.add(NEW_LIST));
      assertEquals(2, server.requests.size());
    } finally {
      end.countDown();
    }
  }

  @Test
  void aBodyWithoutEndDoesNotFillTheMemory() {
    String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n");
              while (true) {
                RawServer.write(socket, chunk);
              }
            })) {
      var b24 = client(server);
      var error = assertThrows(UnexpectedResponseException.class, b24::statuses);
      assertTrue(error.getMessage().endsWith("longer than 64 MiB"), error.getMessage());
      assertEquals(1, server.requests.size(), "the next would be as long");
      assertThrows(OutcomeUnknownException.class, () -> b24.add(NEW_LIST));
      assertEquals(2, server.requests.size());
    }
  }

  @Test
  void clientsShareOneHttpClient() throws Exception {
    try (var server = new RawServer(HttpTransportTest::answerThenKeep)) {
      client(server).statuses();
      int before = Thread.activeCount();
      for (int i = 0; i < 100; i++) {
        client(server).statuses();
      }
      assertTrue(Thread.activeCount() - before < 20, "threads: " + Thread.activeCount());
      assertEquals(101, server.requests.size());
      assertEquals(1, server.connections.get());
    }
  }

  @Test
  void aProxyOrCertificatesThatJavaHasSinceThenAreUsed() throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    String url = "http://sandbox:4020/rest/1/k/";
    try (var proxy = new RawServer(HttpTransportTest::answerThenKeep)) {
      CallListClient.of(Auth.webhook(proxy.url())).statuses();
      ProxySelector.setDefault(ProxySelector.of(proxy.address()));
      CallListClient.of(Auth.webhook(url, Set.of("sandbox"))).statuses();
      assertTrue(proxy.requests.get(1).startsWith("post " + url), proxy.requests.get(1));
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void aPortThatNobodyListensOnWasSentNothing() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var b24 =
        CallListClient.builder(Auth.webhook("http://127.0.0.1:" + port + "/rest/1/k/"))
            .retry(Retry.OFF)
            .build();
    var error = assertThrows(ConnectionException.class, () -> b24.add(NEW_LIST));
    assertFalse(error.sent());
    assertTrue(error.reason().startsWith("ConnectException"), error.reason());
  }

  @Test
  void aHostThatDoesNotTakeTheConnectionInTimeWasSentNothing() throws Exception {
    var waiting = new ArrayList<Socket>();
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (boolean taken = true; taken; ) {
        var socket = new Socket();
        waiting.add(socket);
        taken = isTaken(socket, full);
      }
      String url = "http://127.0.0.1:" + full.getLocalPort() + "/rest/1/k/";
      var b24 = CallListClient.builder(Auth.webhook(url)).retry(Retry.OFF);
      b24.timeout(Duration.ofMillis(200));
      var error = assertThrows(ConnectionException.class, () -> b24.build().add(NEW_LIST));
      assertFalse(error.sent(), error.toString());
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  /** Whether there is room for one more connection that the server has not accepted. */
  private static boolean isTaken(Socket socket, ServerSocket server) throws IOException {
    try {
      socket.connect(server.getLocalSocketAddress(), 200);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void aHostThatNobodyKnowsWasSentNothing() {
    var b24 =
        CallListClient.builder(Auth.webhook("https://portal.invalid/rest/1/k/"))
            .retry(Retry.OFF)
            .build();
    var error = assertThrows(ConnectionException.class, () -> b24.add(NEW_LIST));
    assertFalse(error.sent(), error.toString());
  }

  @Test
  void anInterruptedThreadEndsItsCall() throws Exception {
    var came = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var server =
        new RawServer(
            (count, socket) -> {
              came.countDown();
              end.await();
              return false;
            })) {
      var caller = Thread.currentThread();
      var interrupter =
          new Thread(
              () -> {
                try {
                  came.await();
                } catch (InterruptedException e) {
                  return;
                }
                caller.interrupt();
              });
      interrupter.start();
      assertThrows(ConnectionException.class, () -> client(server).statuses());
      assertTrue(Thread.interrupted());
      assertEquals(1, server.requests.size());
    } finally {
      end.countDown();
    }
  }
}
