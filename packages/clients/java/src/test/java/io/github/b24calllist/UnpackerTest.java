package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are unpacked, whatever a server does with the formats. */
class UnpackerTest {
  private static final String TEXT = "{\"result\":\"" + "Обзвон".repeat(3000) + "\"}";

  private static String unpacked(String encoding, byte[] packed) throws IOException {
    var body = new HttpBody(200, Map.of("content-encoding", encoding));
    body.add(packed, packed.length);
    return body.response().body();
  }

  private static byte[] gzip(String text) throws IOException {
    return gzip(text.getBytes(UTF_8));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] deflate(String text, boolean isRaw) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(9, isRaw))) {
      out.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void gzipAndDeflateOfBothKinds() throws Exception {
    assertEquals(TEXT, unpacked("gzip", gzip(TEXT)));
    assertEquals(TEXT, unpacked(" X-GZIP ", gzip(TEXT)));
    assertEquals(TEXT, unpacked("deflate", deflate(TEXT, false)));
    assertEquals(TEXT, unpacked("deflate", deflate(TEXT, true)));
    assertEquals(TEXT, unpacked("br", TEXT.getBytes(UTF_8)), "what it does not know stays");
  }

  @Test
  void layersAreUnpackedFromTheLastToTheFirstUpToThree() throws Exception {
    assertEquals(TEXT, unpacked("deflate, gzip", gzip(deflate(TEXT, false))));
    assertEquals(TEXT, unpacked("gzip,gzip,gzip", gzip(gzip(gzip(TEXT)))));
    byte[] four = gzip(gzip(gzip(gzip(TEXT))));
    assertEquals(new String(four, UTF_8), unpacked("gzip,gzip,gzip,gzip", four));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void whatIsNotPackedStaysAsItIs(String encoding) throws Exception {
    for (String plain : List.of("{\"result\":51}", "", "x", "\u001f")) {
      assertEquals(plain, unpacked(encoding, plain.getBytes(UTF_8)));
    }
  }

  @Test
  void membersOfGzipAreJoined() throws Exception {
    byte[] empty = gzip("");
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      many.writeBytes(empty);
    }
    assertEquals("ab", unpacked("gzip", joined(gzip("a"), many.toByteArray(), gzip("b"))));
    assertEquals("ab", unpacked("gzip", joined(gzip("a"), gzip("b"), "rest".getBytes(UTF_8))));
  }

  @Test
  void whatIsCutIsUnpackedUpToThere() throws Exception {
    byte[] whole = joined(gzip("a"), gzip(TEXT));
    for (int length : List.of(25, 40, whole.length - 9, whole.length - 8, whole.length - 1)) {
      String came = unpacked("gzip", Arrays.copyOf(whole, length));
      assertTrue(("a" + TEXT).startsWith(came));
    }
    assertEquals("a", unpacked("gzip", Arrays.copyOf(whole, 24)));
    assertEquals("", unpacked("gzip", Arrays.copyOf(gzip(TEXT), 10)));
  }

  @Test
  void whatIsGarbledIsUnpackedUpToThere() throws Exception {
    byte[] garbled = joined(gzip("a"), gzip(TEXT), gzip("b"));
    Arrays.fill(garbled, 60, garbled.length, (byte) 0xff);
    String came = unpacked("gzip", garbled);
    assertTrue(came.startsWith("a"), () -> came.substring(0, Math.min(9, came.length())));
  }

  /** A member with further fields in its header, by their flags. */
  private static byte[] member(int flags) throws IOException {
    byte[] plain = gzip("ab");
    var all = new ByteArrayOutputStream();
    all.write(plain, 0, 3);
    all.write(flags);
    all.write(plain, 4, 6);
    if ((flags & 4) != 0) {
      var extra = new byte[2 + 0x0102];
      extra[0] = 2;
      extra[1] = 1;
      all.writeBytes(extra);
    }
    for (int flag : List.of(8, 16)) {
      if ((flags & flag) != 0) {
        all.writeBytes("näme\0".getBytes(UTF_8));
      }
    }
    if ((flags & 2) != 0) {
      var checksum = new CRC32();
      checksum.update(all.toByteArray());
      all.write((int) checksum.getValue());
      all.write((int) checksum.getValue() >> 8);
    }
    all.write(plain, 10, plain.length - 10);
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 8, 16, 6, 10, 12, 24, 30, 31})
  void theHeaderOfGzipMayHaveFurtherFields(int flags) throws Exception {
    byte[] member = member(flags);
    assertEquals("abab", unpacked("gzip", joined(member, member)));
    for (int length = 2; length < 10; length++) {
      assertEquals("", unpacked("gzip", Arrays.copyOf(member, length)), "cut in its header");
    }
    for (int length = 10; length < member.length - 12; length++) {
      assertEquals("", unpacked("gzip", Arrays.copyOf(member, length)), "cut in its fields");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void whatUnpacksWithoutEndEndsAtTheBound(String encoding) throws Exception {
    String most = String.join("", Collections.nCopies(Numbers.MAX_BODY >> 10, " ".repeat(1024)));
    byte[] packed = encoding.equals("gzip") ? gzip(most) : deflate(most, false);
    assertEquals(Numbers.MAX_BODY, unpacked(encoding, packed).length());
    byte[] longer =
        encoding.equals("gzip") ? joined(packed, gzip("x")) : deflate(most + "x", false);
    assertThrows(TooLongException.class, () -> unpacked(encoding, longer));
  }
}
