package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies down to the bytes, over kept connections and over the new one of an add. */
@Tag("sockets")
@Timeout(60)
class ResponseBodyTest {
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));

  private static CallListClient client(RawServer server) {
    return CallListClient.builder(Auth.webhook(server.url()))
        .retry(new Retry(2, Duration.ZERO, Duration.ZERO))
        .build();
  }

  /** Sends these bytes to each request. */
  private static RawServer server(int status, String encoding, byte[] body) {
    String head =
        "HTTP/1.1 %d x\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(
                status,
                encoding.isEmpty() ? "" : "Content-Encoding: " + encoding + "\r\n",
                body.length);
    return new RawServer(
        (count, socket) -> {
          RawServer.write(socket, head);
          RawServer.write(socket, body);
          return true;
        });
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] deflate(byte[] bytes, boolean isRaw) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(9, isRaw))) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void asksForCompression() {
    try (var server = server(200, "", "{\"result\":1}".getBytes(UTF_8))) {
      client(server).update(UpdateParams.of(13, "CONTACT", List.of(9L), null));
      client(server).add(NEW_LIST);
      for (String request : server.requests) {
        assertTrue(request.contains("\r\naccept-encoding: gzip\r\n"), request);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw", "gzip, gzip", "identity", "no"})
  void unpacks(String encoding) throws Exception {
    byte[] plain = "{\"result\":51,\"more\":\"Обзвон\"}".getBytes(UTF_8);
    byte[] packed =
        switch (encoding) {
          case "deflate" -> deflate(plain, false);
          case "raw" -> deflate(plain, true);
          case "gzip, gzip" -> gzip(gzip(plain));
          case "identity", "no" -> plain;
          default -> gzip(plain);
        };
    // "no": a server that says gzip, and then does not pack.
    String told = encoding.equals("raw") ? "deflate" : encoding.equals("no") ? "gzip" : encoding;
    try (var server = server(200, told, packed)) {
      assertEquals(51, client(server).add(NEW_LIST));
      var error = assertThrows(UnexpectedResponseException.class, () -> client(server).get(13));
      assertTrue(error.getMessage().endsWith("(result: 51)"), error.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void aPackedBodyThatUnpacksWithoutEndDoesNotFillTheMemory(String encoding) throws Exception {
    var plain = new byte[Numbers.MAX_BODY + 1];
    Arrays.fill(plain, (byte) ' ');
    byte[] packed = encoding.equals("gzip") ? gzip(plain) : deflate(plain, false);
    try (var server = server(200, encoding, packed)) {
      var error = assertThrows(UnexpectedResponseException.class, () -> client(server).get(13));
      assertTrue(error.getMessage().endsWith("longer than 64 MiB"), error.getMessage());
      assertEquals(1, server.requests.size(), "the next would be as long");
      assertThrows(OutcomeUnknownException.class, () -> client(server).add(NEW_LIST));
      assertEquals(2, server.requests.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 30})
  void packedBytesThatAreCutAreAResponseThatIsCut(int length) throws Exception {
    byte[] cut = Arrays.copyOf(gzip("{\"result\":51,\"more\":\"Обзвон\"}".getBytes(UTF_8)), length);
    try (var server = server(200, "gzip", cut)) {
      assertThrows(UnexpectedResponseException.class, () -> client(server).get(13));
      assertEquals(2, server.requests.size(), "a read is retried");
      assertThrows(OutcomeUnknownException.class, () -> client(server).add(NEW_LIST));
      assertEquals(3, server.requests.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 503})
  void aByteOrderMarkIsDropped(int status) {
    String body = status == 200 ? "{\"result\":51}" : "{\"error\":\"QUERY_LIMIT_EXCEEDED\"}";
    try (var server = server(status, "", ("\ufeff" + body).getBytes(UTF_8))) {
      if (status == 200) {
        assertEquals(51, client(server).add(NEW_LIST));
      } else {
        var error = assertThrows(PortalException.class, () -> client(server).add(NEW_LIST));
        assertEquals("QUERY_LIMIT_EXCEEDED", error.code());
        assertEquals(2, server.requests.size(), "not executed, so retried");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"windows-1251, ��", "UTF-8, Не"})
  void bytesThatAreNoUtf8AreReplacedAndTheCodeIsKept(String charset, String text) {
    String body = "{\"error\":\"LIST_ID_ERROR\",\"error_description\":\"Не\"}";
    try (var server = server(400, "", body.getBytes(Charset.forName(charset)))) {
      var error = assertThrows(PortalException.class, () -> client(server).get(13));
      assertEquals("LIST_ID_ERROR", error.code());
      assertEquals(text, error.description());
    }
  }

  @Test
  void halfACharacterAtTheEndOfATextIsReplaced() {
    byte[] body = "{\"error\":\"NO\",\"error_description\":\"НеX\"}".getBytes(UTF_8);
    byte[] half = new byte[body.length - 1];
    int at = body.length - 4; // the second byte of the last letter before X
    System.arraycopy(body, 0, half, 0, at);
    System.arraycopy(body, at + 1, half, at, half.length - at);
    try (var server = server(400, "", half)) {
      var error = assertThrows(PortalException.class, () -> client(server).get(13));
      assertEquals("Н\ufffdX", error.description());
    }
  }
}
