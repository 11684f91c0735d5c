package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that means harm gets an error, and neither memory, nor time, nor the stack. */
@Tag("sockets")
@Timeout(60)
class HostileResponseTest {
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));
  private static final String HEAD = "HTTP/1.1 200 x\r\nContent-Type: application/json\r\n";

  /** Sends this to each request, again and again if that is wanted. */
  private static RawServer server(String head, byte[] part, boolean isEndless) {
    return new RawServer(
        (count, socket) -> {
          RawServer.write(socket, head);
          do {
            RawServer.write(socket, part);
          } while (isEndless);
          return true;
        });
  }

  private static RawServer packed(String encoding, byte[] body) {
    String head = "Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n";
    return server(HEAD + head.formatted(encoding, body.length), body, false);
  }

  private static CallListClient client(RawServer server, Duration timeout) {
    return CallListClient.builder(Auth.webhook(server.url()))
        .retry(Retry.OFF)
        .timeout(timeout)
        .build();
  }

  private static CallListClient client(RawServer server) {
    return client(server, Duration.ofSeconds(50));
  }

  private static byte[] gzip(byte[]... parts) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    }
    return packed.toByteArray();
  }

  private static byte[] times(int times, byte[] part) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** In a process of its own, with little memory. */
  private static void assertTooLongWithLittleMemory(RawServer server) throws Exception {
    var classes = new ArrayList<String>();
    for (Class<?> one : List.of(HttpTransport.class, HostileResponseTest.class)) {
      var place = one.getProtectionDomain().getCodeSource().getLocation();
      classes.add(Path.of(place.toURI()).toString());
    }
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                String.join(System.getProperty("path.separator"), classes),
                TwoCalls.class.getName(),
                server.url())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String expected =
        """
        crm.calllist.statuslist: the response is longer than 64 MiB
        crm.calllist.add: the response is longer than 64 MiB
        """;
    assertEquals(expected, output);
  }

  /** Makes a call over a kept connection, and one over a new one. */
  static final class TwoCalls {
    private TwoCalls() {}

    public static void main(String[] args) {
      CallListClient b24 = CallListClient.builder(Auth.webhook(args[0])).retry(Retry.OFF).build();
      try {
        b24.statuses();
      } catch (CallListException e) {
        System.out.println(e.getMessage());
      }
      try {
        b24.add(NEW_LIST);
      } catch (OutcomeUnknownException e) {
        System.out.println(e.getCause().getMessage());
      }
    }
  }

  @Tag("slow")
  @Test
  void aSmallBodyThatUnpacksToGigabytesEndsAtItsBound() throws Exception {
    byte[] mebibytes = times(64, new byte[1 << 20]);
    byte[] members = times(16, gzip(mebibytes, mebibytes)); // 2 GiB
    try (var server = packed("gzip", members)) {
      assertTooLongWithLittleMemory(server);
    }
  }

  @Tag("slow")
  @Test
  void aBodyWithoutEndEndsAtItsBound() throws Exception {
    byte[] chunk = ("100000\r\n" + "x".repeat(0x100000) + "\r\n").getBytes(UTF_8);
    try (var server = server(HEAD + "Transfer-Encoding: chunked\r\n\r\n", chunk, true)) {
      assertTooLongWithLittleMemory(server);
    }
  }

  @Test
  void headersWithoutEndEnd() {
    byte[] header = ("X-Header: " + "x".repeat(1000) + "\r\n").getBytes(UTF_8);
    try (var server = server(HEAD, header, true)) {
      assertThrows(ConnectionException.class, () -> client(server).statuses());
      assertThrows(OutcomeUnknownException.class, () -> client(server).add(NEW_LIST));
    }
  }

  @Test
  void headsOfInformationWithoutEndEnd() {
    byte[] head = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".getBytes(UTF_8);
    try (var server = server("", head, true)) {
      var b24 = client(server, Duration.ofSeconds(2));
      assertThrows(CallListException.class, b24::statuses);
      assertThrows(OutcomeUnknownException.class, () -> b24.add(NEW_LIST));
    }
  }

  @Test
  void whatDripsIsNotWaitedForBeyondTheTimeout() {
    try (var server =
        new RawServer(
            (count, socket) -> {
              RawServer.write(socket, HEAD + "Content-Length: 1000000\r\n\r\n");
              while (true) {
                RawServer.write(socket, " ");
                Thread.sleep(20);
              }
            })) {
      var b24 = client(server, Duration.ofMillis(300));
      assertThrows(CallTimeoutException.class, b24::statuses);
      var error = assertThrows(OutcomeUnknownException.class, () -> b24.add(NEW_LIST));
      assertEquals(CallTimeoutException.class, error.getCause().getClass());
    }
  }

  @Test
  void membersOfGzipAreReadOneAfterTheOther() throws Exception {
    byte[] some = gzip("{\"result\":".getBytes(UTF_8));
    var all = new ByteArrayOutputStream();
    all.writeBytes(some);
    all.writeBytes(times(100_000, gzip()));
    all.writeBytes(gzip("51}".getBytes(UTF_8)));
    try (var server = packed("gzip", all.toByteArray())) {
      assertEquals(
          51, client(server).add(NEW_LIST), "so many would fill the stack, one in another");
    }
  }

  /** Fields that gzip may have before its data, by their flags. */
  @ParameterizedTest
  @CsvSource({"4, 2", "8, 0", "16, 0", "2, 0", "30, 2"})
  void theHeaderOfGzipMayHaveMoreFields(int flags, int extra) throws Exception {
    byte[] plain = gzip("{\"result\":51}".getBytes(UTF_8));
    var body = new ByteArrayOutputStream();
    body.write(plain, 0, 3);
    body.write(flags);
    body.write(plain, 4, 6);
    if (extra > 0) {
      body.writeBytes(new byte[] {2, 0, 'e', 'f'});
    }
    if ((flags & 8) != 0) {
      body.writeBytes("name\0".getBytes(UTF_8));
    }
    if ((flags & 16) != 0) {
      body.writeBytes("comment\0".getBytes(UTF_8));
    }
    if ((flags & 2) != 0) {
      body.writeBytes(new byte[] {1, 2});
    }
    body.write(plain, 10, plain.length - 10);
    try (var server = packed("gzip", body.toByteArray())) {
      assertEquals(51, client(server).add(NEW_LIST));
    }
    int trailer = 8;
    int endOfData = 5;
    for (int length = 0; length < body.size() - trailer - endOfData; length++) {
      byte[] cut = Arrays.copyOf(body.toByteArray(), length);
      try (var server = packed("gzip", cut)) {
        assertThrows(OutcomeUnknownException.class, () -> client(server).add(NEW_LIST));
      }
    }
  }

  @Test
  void whatIsPackedInTooManyLayersIsNotUnpacked() throws Exception {
    byte[] body = "{\"result\":51}".getBytes(UTF_8);
    for (int layer = 0; layer < 20; layer++) {
      body = gzip(body);
    }
    String encodings = String.join(", ", Collections.nCopies(20, "gzip"));
    try (var server = packed(encodings, body)) {
      assertThrows(UnexpectedResponseException.class, () -> client(server).get(13));
    }
  }

  @Test
  void noResponseCanSmuggleASecondHeader() {
    String folded = HEAD + "X-A: b\r\n c\r\nContent-Length: 14\r\n\r\n{\"result\":51} ";
    try (var server = server(folded, "".getBytes(ISO_8859_1), false)) {
      assertEquals(51, client(server).add(NEW_LIST));
    }
  }
}
