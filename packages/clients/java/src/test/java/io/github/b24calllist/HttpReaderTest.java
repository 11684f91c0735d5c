package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses as they come over a connection of their own, down to the bytes. */
class HttpReaderTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final int MOST_HEAD_BYTES = 1 << 18;

  private static Transport.Response read(String bytes) throws IOException {
    return new HttpReader(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)))
        .response()
        .response();
  }

  @Test
  void theFirstOfTwoHeadersOfANameCounts() throws Exception {
    var response = read(OK + "X-A: 1\r\nx-a: 2\r\nX-B:\t 3 \r\nno header\r\n: none\r\n\r\n");
    assertEquals("1", response.header("X-A"));
    assertEquals("3", response.header("x-b"));
    assertEquals(2, response.headers().size());
  }

  @Test
  void linesMayEndWithoutACarriageReturn() throws Exception {
    var response = read("HTTP/1.1 200 OK\nX-A: one\nContent-Length: 3\n\nabc");
    assertEquals("one", response.header("X-A"));
    assertEquals("abc", response.body());
  }

  @ParameterizedTest
  @CsvSource({"204, ''", "304, ''", "205, abc", "200, abc", "199, ''"})
  void someStatusesHaveNoBody(int status, String body) throws Exception {
    String first = "HTTP/1.1 %d x\r\nContent-Length: 3\r\n\r\n".formatted(status);
    // Behind a response of information comes the real one.
    String rest = status < 200 ? "HTTP/1.1 204 x\r\n\r\n" : "abc";
    assertEquals(body, read(first + rest).body());
  }

  @Test
  void aBodyEndsWhereItsLengthSays() throws Exception {
    assertEquals("abc", read(OK + "Content-Length: 3\r\n\r\nabcdef").body());
    assertEquals("", read(OK + "Content-Length: 0\r\n\r\nabcdef").body());
    String long_ = "x".repeat(50_000);
    assertEquals(long_, read(OK + "Content-Length: 50000\r\n\r\n" + long_ + "y").body());
    assertEquals(long_, read(OK + "\r\n" + long_).body(), "without a length, at the end");
  }

  @Test
  void chunksAreJoined() throws Exception {
    String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
    assertEquals("", read(chunked + "0\r\n\r\n").body());
    assertEquals("abcdef", read(chunked + "3\r\nabc\r\n03 ;x\r\ndef\r\n0\r\nX: y\r\n\r\n").body());
    String many = "1\r\nx\r\n".repeat(MOST_HEAD_BYTES / 3);
    assertEquals(MOST_HEAD_BYTES / 3, read(chunked + many + "0\r\n\r\n").body().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\r\nabcd\r\n0\r\n\r\n",
        "\r\n",
        "-1\r\n",
        "123456789\r\n",
        "3 x\r\nabc\r\n0\r\n\r\n"
      })
  void aChunkIsWhatItsSizeSays(String chunks) {
    assertThrows(
        ProtocolException.class, () -> read(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200", "3\r\nab", "Content-Length: 3\r\n\r\nab"})
  void whatBreaksOffIsNoResponse(String bytes) {
    String all = bytes.startsWith("C") ? OK + bytes : bytes;
    String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n" + bytes;
    assertThrows(EOFException.class, () -> read(bytes.startsWith("3") ? chunked : all));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/2 200\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 099 x\r\n\r\n", "\r\n\r\n"})
  void otherProtocolsAreNotRead(String head) {
    assertThrows(ProtocolException.class, () -> read(head));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "-1", "1234567890123456789"})
  void aLengthIsANumber(String length) {
    assertThrows(
        ProtocolException.class, () -> read(OK + "Content-Length: " + length + "\r\n\r\nabc"));
  }

  @Test
  void aHeadHasABound() throws Exception {
    int rest = MOST_HEAD_BYTES - OK.length() - "X: \r\n\r\n".length();
    // Ends of lines are not counted with their line feed.
    String header = "X: " + "x".repeat(rest + 3) + "\r\n\r\n";
    assertEquals(rest + 3, read(OK + header).header("X").length());
    String longer = "X: x" + "x".repeat(rest + 3) + "\r\n\r\n";
    assertThrows(ProtocolException.class, () -> read(OK + longer));
    String heads = "HTTP/1.1 100 Continue\r\n\r\n".repeat(MOST_HEAD_BYTES / 23);
    assertThrows(ProtocolException.class, () -> read(heads + OK + "\r\n"));
  }

  @Test
  void aBodyHasABound() throws Exception {
    String body = "x".repeat(Numbers.MAX_BODY);
    assertEquals(body.length(), read(OK + "\r\n" + body).body().length());
    var error =
        assertThrows(
            TooLongException.class, () -> read(OK + "Content-Type: a/b\r\n\r\n" + body + "x"));
    assertEquals(200, error.status);
    assertEquals("a/b", error.contentType);
  }

  @Test
  void bytesArriveAsTheyWereSent() throws Exception {
    var body = new HttpBody(200, Map.of());
    byte[] some = "abcdef".getBytes(ISO_8859_1);
    body.add(some, 3);
    body.add(some, 6);
    assertArrayEquals(
        "abcabcdef".getBytes(ISO_8859_1), body.response().body().getBytes(ISO_8859_1));
  }
}
