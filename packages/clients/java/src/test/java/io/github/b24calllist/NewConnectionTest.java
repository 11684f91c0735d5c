package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be sent twice goes over a connection that has carried nothing before. */
@Tag("sockets")
@Timeout(60)
class NewConnectionTest {
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));
  private static final String ADDED = RawServer.answer(200, "application/json", "{\"result\":51}");

  private static CallListClient.Builder builder(String url) {
    return CallListClient.builder(Auth.webhook(url))
        .retry(Retry.OFF)
        .timeout(Duration.ofSeconds(20));
  }

  private static CallListClient client(RawServer server) {
    return builder(server.url()).build();
  }

  /** Keeps each connection, and closes it when its second request is there. */
  private static boolean closedAtTheSecond(int count, Socket socket) throws Exception {
    if (count > 1) {
      return false;
    }
    RawServer.write(socket, RawServer.answer(200, "application/json", "{\"result\":1}"));
    return true;
  }

  @Test
  void anAddIsNotSentOverAConnectionThatTheServerClosesJustThen() {
    try (var server = new RawServer(NewConnectionTest::closedAtTheSecond)) {
      CallListClient b24 = client(server);
      var update = UpdateParams.of(13, "CONTACT", List.of(9L), null);
      assertTrue(b24.update(update), "now a connection is kept");
      for (int i = 0; i < 20; i++) {
        assertEquals(1, b24.add(NEW_LIST));
      }
      assertEquals(21, server.requests.size(), "each is sent once");
      assertEquals(21, server.connections.get());
    }
  }

  @Test
  void norIsABatchWithAnAdd() {
    String body = "{\"result\":{\"result\":{\"c0\":51},\"result_error\":[]}}";
    String answer = RawServer.answer(200, "application/json", body);
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, answer);
              return true;
            })) {
      CallListClient b24 = client(server);
      b24.batch(List.of(Command.get(13)));
      b24.batch(List.of(Command.get(13)));
      assertEquals(1, server.connections.get(), "reads share a connection");
      assertEquals(51L, b24.batch(List.of(Command.add(NEW_LIST))).get(0).get());
      assertEquals(2, server.connections.get());
    }
  }

  @Test
  void theRequestIsTheSameAsOverAKeptConnection() {
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, ADDED);
              return true;
            })) {
      client(server).add(AddParams.of("CONTACT", List.of(9L)));
      String request = server.requests.get(0);
      assertTrue(
          request.startsWith(
              "post /rest/1/" + PlayedPortal.CODE + "/crm.calllist.add http/1.1\r\n"),
          request);
      assertTrue(request.contains("\r\nhost: 127.0.0.1:" + server.port() + "\r\n"), request);
      assertTrue(request.contains("\r\ncontent-type: application/json\r\n"), request);
      assertTrue(request.contains("\r\naccept-encoding: gzip\r\n"), request);
      assertTrue(request.contains("\r\nuser-agent: b24-calllist-java/"), request);
      assertTrue(request.endsWith("{\"ENTITY_TYPE\":\"CONTACT\",\"ENTITIES\":[9]}"), request);
    }
  }

  private static Stream<String> framings() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n";
    String json = "{\"result\":51}";
    return Stream.of(
        ok + "Content-Length: 13\r\n\r\n" + json,
        ok + "content-length:13\r\n\r\n" + json + "more that is not read",
        "HTTP/1.1 200\r\n\r\n" + json,
        "HTTP/1.0 200 OK\nServer: old\n\n" + json,
        "HTTP/1.1 100 Continue\r\n\r\n" + ok + "\r\n" + json,
        "HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + ok + "\r\n" + json,
        chunked + "\r\n5\r\n{\"res\r\n8;x=y\r\nult\":51}\r\n0\r\nTrailer: x\r\n\r\n",
        chunked + "Content-Length: 3\r\n\r\nD\r\n" + json + "\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("framings")
  void readsAResponseHoweverItIsFramed(String response) {
    try (var server =
        new RawServer(
            (count, socket) -> {
              for (byte one : response.getBytes(US_ASCII)) {
                RawServer.write(socket, new byte[] {one});
              }
              return false;
            })) {
      assertEquals(51, client(server).add(NEW_LIST));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"result\":51}",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{\"result\":51}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nD\r\n{\"result\":51}\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsize\r\n{\"result\":51}\r\n0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n"
      })
  void aResponseThatIsNotWholeLeavesTheOutcomeUnknown(String response) {
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, response);
              return false;
            })) {
      var error = assertThrows(OutcomeUnknownException.class, () -> client(server).add(NEW_LIST));
      assertTrue(((ConnectionException) error.getCause()).sent(), error.toString());
      assertEquals(1, server.requests.size());
    }
  }

  @Test
  void anAddIsSentAgainOnlyWhereNothingWasExecuted() {
    String busy = "{\"error\":\"QUERY_LIMIT_EXCEEDED\"}";
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, RawServer.answer(503, "application/json", busy));
              return true;
            })) {
      var b24 = builder(server.url()).retry(new Retry(3, Duration.ZERO, Duration.ZERO)).build();
      assertThrows(LimitException.class, () -> b24.add(NEW_LIST));
      assertEquals(3, server.connections.get());
    }
  }

  /** In a process of its own, since Java reads the file of hosts once. */
  @Tag("slow")
  @Test
  void everyAddressOfAHostIsTried(@TempDir Path folder) throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.2 two\n127.0.0.1 two\n");
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, ADDED);
              return false;
            })) {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djdk.net.hosts.file=" + hosts,
                  "-cp",
                  System.getProperty("java.class.path"),
                  AddToHost.class.getName(),
                  "http://two:" + server.port() + "/rest/1/k/")
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), output);
      assertEquals("51", output.strip());
    }
  }

  /** Creates a call list on a portal whose host is called two. */
  static final class AddToHost {
    private AddToHost() {}

    public static void main(String[] args) {
      var auth = Auth.webhook(args[0], Set.of("two"));
      System.out.println(CallListClient.builder(auth).retry(Retry.OFF).build().add(NEW_LIST));
    }
  }

  @Test
  void anInterruptedThreadEndsAnAdd() throws Exception {
    var came = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var server =
        new RawServer(
            (count, socket) -> {
              came.countDown();
              end.await();
              return false;
            })) {
      var error = new AtomicReference<CallListException>();
      var caller =
          new Thread(
              () ->
                  error.set(
                      assertThrows(CallListException.class, () -> client(server).add(NEW_LIST))));
      caller.start();
      came.await();
      caller.interrupt();
      caller.join();
      assertEquals(OutcomeUnknownException.class, error.get().getClass());
    } finally {
      end.countDown();
    }
  }

  @Test
  void anInterruptBeforeAnythingLeftLeavesNothingUnknown() {
    try (var server = new RawServer((count, socket) -> false)) {
      var b24 = client(server);
      Thread.currentThread().interrupt();
      var error = assertThrows(CallListException.class, () -> b24.add(NEW_LIST));
      assertTrue(Thread.interrupted());
      if (error instanceof ConnectionException early) {
        assertFalse(early.sent());
      } else {
        assertEquals(OutcomeUnknownException.class, error.getClass());
      }
    }
  }

  @Test
  void anHttpClientOfAnotherMakeIsNotPassedBy() {
    var http = new RecordingClient();
    var b24 = builder("https://example.bitrix24.com/rest/1/k/").transport(Transport.over(http));
    assertThrows(CallListException.class, () -> b24.build().add(NEW_LIST));
    assertEquals(1, http.requests);
  }

  @Test
  void overTlsTheHostNameIsChecked() throws Exception {
    var certificate = new Certificate("dns:localhost,ip:127.0.0.1");
    try (var server =
        new RawServer(
            certificate.server(),
            (count, socket) -> {
              RawServer.write(socket, ADDED);
              return false;
            })) {
      var http = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
      String url = "https://localhost:" + server.port() + "/rest/1/k/";
      assertEquals(51, builder(url).transport(Transport.over(http)).build().add(NEW_LIST));
    }
  }

  /** Java's own servers refuse such a name, so only the beginning of the handshake is looked at. */
  @Test
  void aHostWithAnUnderscoreIsNamedInTheTlsHandshake() throws Exception {
    var hello = new AtomicReference<String>("");
    try (var portal = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var proxy = RawServer.proxyTo(portal.getLocalPort())) {
      var listener =
          new Thread(
              () -> {
                try (Socket socket = portal.accept()) {
                  byte[] bytes = new byte[4096];
                  int length = socket.getInputStream().read(bytes);
                  hello.set(new String(bytes, 0, length, ISO_8859_1));
                } catch (IOException e) {
                  hello.set(e.toString());
                }
              });
      listener.start();
      var http = HttpClient.newBuilder().proxy(ProxySelector.of(proxy.address())).build();
      var b24 = builder("https://my_portal.example/rest/1/k/").transport(Transport.over(http));
      var error = assertThrows(ConnectionException.class, () -> b24.build().add(NEW_LIST));
      listener.join();
      assertFalse(error.sent());
      assertTrue(hello.get().contains("my_portal.example"), hello.get());
      assertTrue(proxy.requests.get(0).startsWith("connect my_portal.example:443 http/1.1\r\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "my_portal.example.com, my_portal.example.com, true",
    "MY_PORTAL.example.com, my_portal.example.com, true",
    "*.example.com, my_portal.example.com, true",
    "*.com, my_portal.com, false",
    "*.example.com, a.my_portal.example.com, false",
    "*.example.com, example.com, false",
    "my_*.example.com, my_portal.example.com, false",
    "*, my_portal, false"
  })
  void aWildcardStandsForOneLabel(String name, String host, boolean covers) {
    assertEquals(covers, Tls.covers(name, host));
  }

  @Test
  void aHostWithAnUnderscoreIsCalledByPlainHttpWhereTheCallerAllowsIt() {
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, RawServer.OK);
              return false;
            })) {
      // Through a proxy, since no name here has an underscore.
      var http = HttpClient.newBuilder().proxy(ProxySelector.of(server.address())).build();
      var auth = Auth.webhook("http://my_sandbox:4020/rest/1/k/", Set.of("my_sandbox"));
      var b24 = CallListClient.builder(auth).transport(Transport.over(http)).build();
      assertEquals(List.of(), b24.statuses());
      assertTrue(
          server
              .requests
              .get(0)
              .startsWith("post http://my_sandbox:4020/rest/1/k/crm.calllist.statuslist http/1.1"),
          server.requests.get(0));
      assertTrue(server.requests.get(0).contains("\r\nhost: my_sandbox:4020\r\n"));
    }
  }

  /** Counts, and sends nothing. */
  private static final class RecordingClient extends FakeHttpClient {
    private int requests;

    @Override
    IOException failure() {
      requests++;
      return new IOException("nothing is sent");
    }
  }
}
