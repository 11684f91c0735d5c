package io.github.b24calllist;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952) and deflate, part by part. Java's GZIPInputStream reads each member of
 * gzip inside the one before, so that many of them exhaust the stack.
 */
final class Unpacker {
  private static final int PART = 1 << 14;
  private static final int GZIP_HEADER = 10;
  private static final int GZIP_TRAILER = 8;

  /** Flags of a header's further fields, in the order of the fields. */
  private static final int EXTRA = 4;

  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int CHECKSUM = 2;

  private final byte[] packed;
  private final Sink sink;
  private final byte[] part = new byte[PART];

  /** Accepts what is unpacked. */
  interface Sink {
    void add(byte[] part, int length) throws TooLongException;
  }

  Unpacker(byte[] packed, Sink sink) {
    this.packed = packed;
    this.sink = sink;
  }

  boolean isGzip(int at) {
    return byteAt(at) == 0x1f && byteAt(at + 1) == 0x8b;
  }

  /** Unpacks all members, up to where the data breaks off. */
  void gunzip() throws TooLongException {
    var inflater = new Inflater(true);
    try {
      int at = 0;
      while (isGzip(at)) {
        int data = endOfHeader(at);
        inflater.reset();
        inflate(inflater, data);
        if (!inflater.finished()) {
          return;
        }
        at = data + (int) inflater.getBytesRead() + GZIP_TRAILER;
      }
    } finally {
      inflater.end();
    }
  }

  /**
   * Unpacks the zlib format, which deflate is; some servers leave its two bytes out.
   *
   * @return whether it was that. Without these bytes only the end shows it: the beginning of any
   *     text may be read as packed.
   */
  boolean inflate() throws TooLongException {
    boolean hasZlibHeader = (byteAt(0) & 0x0f) == 8 && ((byteAt(0) << 8) | byteAt(1)) % 31 == 0;
    var inflater = new Inflater(!hasZlibHeader);
    try {
      inflate(inflater, 0);
      return hasZlibHeader || inflater.finished();
    } finally {
      inflater.end();
    }
  }

  private void inflate(Inflater inflater, int from) throws TooLongException {
    inflater.setInput(packed, from, packed.length - from);
    try {
      for (int length = inflater.inflate(part); length > 0; length = inflater.inflate(part)) {
        sink.add(part, length);
      }
    } catch (DataFormatException e) {
      // What came before is all there is.
    }
  }

  private int endOfHeader(int start) {
    int flags = byteAt(start + 3);
    int at = start + GZIP_HEADER;
    if ((flags & EXTRA) != 0) {
      at += 2 + (byteAt(at) | byteAt(at + 1) << 8);
    }
    if ((flags & NAME) != 0) {
      at = behindZero(at);
    }
    if ((flags & COMMENT) != 0) {
      at = behindZero(at);
    }
    if ((flags & CHECKSUM) != 0) {
      at += 2;
    }
    return Math.min(at, packed.length);
  }

  private int behindZero(int from) {
    int at = from;
    while (byteAt(at) > 0) {
      at++;
    }
    return at + 1;
  }

  /** A byte as a number; 0 behind the end. */
  private int byteAt(int at) {
    return at < packed.length ? packed[at] & 0xff : 0;
  }
}
