package io.github.b24calllist;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The body of a response, of bounded size, before and after it is unpacked. */
final class HttpBody {

  /** What is asked for. deflate is unpacked, too, but servers differ in what they mean by it. */
  static final String ACCEPT_ENCODING = "gzip";

  private static final int FIRST_BYTES = 1 << 14;

  private final int status;
  private final Transport.Response head;
  private final Bytes bytes = new Bytes();

  HttpBody(int status, Map<String, String> headers) {
    this.status = status;
    head = new Transport.Response(status, headers, "");
  }

  /** Takes the next bytes as they came. */
  void add(byte[] part, int length) throws TooLongException {
    bytes.add(part, length);
  }

  /** Bytes up to the bound, for which no more memory is taken than that. */
  private final class Bytes implements Unpacker.Sink {
    private byte[] buffer = new byte[FIRST_BYTES];
    private int size;

    @Override
    public void add(byte[] part, int length) throws TooLongException {
      if (length > Numbers.MAX_BODY - size) {
        throw new TooLongException(status, head.header("Content-Type"));
      }
      if (length > buffer.length - size) {
        int wanted = Math.max(size + length, 2 * buffer.length);
        buffer = Arrays.copyOf(buffer, Math.min(wanted, Numbers.MAX_BODY));
      }
      System.arraycopy(part, 0, buffer, size, length);
      size += length;
    }

    byte[] all() {
      return Arrays.copyOf(buffer, size);
    }
  }

  /** The whole response; bytes that are no UTF-8 become U+FFFD. */
  Transport.Response response() throws TooLongException {
    byte[] unpacked = bytes.all();
    String[] encodings = head.header("Content-Encoding").toLowerCase(Locale.ROOT).split(",", -1);
    if (encodings.length <= Numbers.MAX_ENCODINGS) {
      for (int i = encodings.length - 1; i >= 0; i--) {
        unpacked = unpack(unpacked, encodings[i].strip());
      }
    }
    return new Transport.Response(
        status, head.headers(), new String(unpacked, StandardCharsets.UTF_8));
  }

  /**
   * What there is to unpack: the beginning, where the body is cut, and the bytes as they are where
   * they are not packed, whatever the header says.
   */
  private byte[] unpack(byte[] packed, String encoding) throws TooLongException {
    var out = new Bytes();
    var unpacker = new Unpacker(packed, out);
    switch (encoding) {
      case "gzip", "x-gzip" -> {
        if (!unpacker.isGzip(0)) {
          return packed;
        }
        unpacker.gunzip();
      }
      case "deflate" -> {
        if (!unpacker.inflate()) {
          return packed;
        }
      }
      default -> {
        return packed;
      }
    }
    return out.all();
  }
}
