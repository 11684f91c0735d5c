package io.github.b24calllist;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The body of a response, of bounded size, before and after it is unpacked. */
final class HttpBody {
  /** More than the largest table of call lists; a body without end must not fill the memory. */
  static final int MOST_BYTES = 64 << 20;

  /** What is asked for. deflate is unpacked, too, but servers differ in what they mean by it. */
  static final String ACCEPT_ENCODING = "gzip";

  private static final int PART = 1 << 14;

  private final int status;
  private final Transport.Response head;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  HttpBody(int status, Map<String, String> headers) {
    this.status = status;
    head = new Transport.Response(status, headers, "");
  }

  /** Takes the next bytes as they came. */
  void add(byte[] part, int length) throws TooLongException {
    add(bytes, part, length);
  }

  private void add(ByteArrayOutputStream out, byte[] part, int length) throws TooLongException {
    if (out.size() + length > MOST_BYTES) {
      throw new TooLongException(status, head.header("Content-Type"));
    }
    out.write(part, 0, length);
  }

  /** The whole response; bytes that are no UTF-8 become U+FFFD. */
  Transport.Response response() throws TooLongException {
    byte[] unpacked = bytes.toByteArray();
    String[] encodings = head.header("Content-Encoding").toLowerCase(Locale.ROOT).split(",", -1);
    for (int i = encodings.length - 1; i >= 0; i--) {
      unpacked = unpack(unpacked, encodings[i].strip());
    }
    return new Transport.Response(
        status, head.headers(), new String(unpacked, StandardCharsets.UTF_8));
  }

  private byte[] unpack(byte[] packed, String encoding) throws TooLongException {
    var in = new ByteArrayInputStream(packed);
    return switch (encoding) {
      case "gzip", "x-gzip" -> unpack(packed, () -> new GZIPInputStream(in));
      case "deflate" -> {
        var inflater = new Inflater(!hasZlibHeader(packed));
        try {
          yield unpack(packed, () -> new InflaterInputStream(in, inflater));
        } finally {
          inflater.end();
        }
      }
      default -> packed;
    };
  }

  /** deflate is the zlib format; some servers leave its two bytes out. */
  private static boolean hasZlibHeader(byte[] packed) {
    return packed.length > 1
        && (packed[0] & 0x0f) == 8
        && (((packed[0] & 0xff) << 8) | (packed[1] & 0xff)) % 31 == 0;
  }

  private static boolean isGzip(byte[] packed) {
    return packed.length > 1 && packed[0] == 0x1f && packed[1] == (byte) 0x8b;
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  /**
   * What there is to unpack: the beginning, where the body is cut, and the bytes as they are where
   * they are not packed, whatever the header says.
   */
  private byte[] unpack(byte[] packed, Opening opening) throws TooLongException {
    var out = new ByteArrayOutputStream();
    try (InputStream in = opening.open()) {
      var part = new byte[PART];
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        add(out, part, length);
      }
    } catch (TooLongException e) {
      throw e;
    } catch (IOException e) {
      return out.size() == 0 && !isGzip(packed) ? packed : out.toByteArray();
    }
    return out.toByteArray();
  }
}
