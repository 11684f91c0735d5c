package io.github.b24calllist;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the response to one request from a connection that is closed after it (RFC 9112). */
final class HttpReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)(?: .*)?");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /** A head is much shorter. */
  private static final int MOST_HEAD_BYTES = 1 << 18;

  private static final int PART = 1 << 14;

  private final InputStream in;
  private int headBytes;

  HttpReader(InputStream in) {
    this.in = in;
  }

  /** Status and headers, the first value of each, by name in any letter case. */
  record Head(int status, Map<String, String> headers) {}

  /** The next head, an informational one too. */
  Head head() throws IOException {
    Matcher line = STATUS_LINE.matcher(line());
    if (!line.matches()) {
      throw new ProtocolException("no HTTP response");
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(header.substring(0, colon), header.substring(colon + 1).strip());
      }
    }
    return new Head(Integer.parseInt(line.group(1)), headers);
  }

  /** The final response with its whole body. */
  HttpBody response() throws IOException {
    Head head = head();
    while (head.status() < 200) {
      head = head();
    }
    var body = new HttpBody(head.status(), head.headers());
    String length = head.headers().get("Content-Length");
    if (head.status() == 204 || head.status() == 304) {
      return body;
    }
    if (head.headers().containsKey("Transfer-Encoding")) {
      readChunks(body);
    } else if (length != null) {
      if (!LENGTH.matcher(length).matches()) {
        throw new ProtocolException("no Content-Length");
      }
      read(body, Long.parseLong(length));
    } else {
      readToEnd(body);
    }
    return body;
  }

  private void readChunks(HttpBody body) throws IOException {
    while (true) {
      headBytes = 0;
      Matcher size = CHUNK_SIZE.matcher(line());
      if (!size.matches()) {
        throw new ProtocolException("no size of a chunk");
      }
      long length = Long.parseLong(size.group(1), 16);
      if (length == 0) {
        return; // trailers hold nothing that is needed, and the connection is closed after them
      }
      read(body, length);
      if (!line().isEmpty()) {
        throw new ProtocolException("no end of a chunk");
      }
    }
  }

  private void read(HttpBody body, long length) throws IOException {
    var part = new byte[PART];
    for (long left = length; left > 0; ) {
      int read = in.read(part, 0, (int) Math.min(PART, left));
      if (read < 0) {
        throw new EOFException("the response breaks off");
      }
      body.add(part, read);
      left -= read;
    }
  }

  private void readToEnd(HttpBody body) throws IOException {
    var part = new byte[PART];
    for (int read = in.read(part); read >= 0; read = in.read(part)) {
      body.add(part, read);
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the response breaks off");
      }
      if (++headBytes > MOST_HEAD_BYTES) {
        throw new ProtocolException("a head without end");
      }
      line.append((char) c);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }
}
