package io.github.b24calllist;

import java.io.IOException;

/** A response that is longer than any of a portal. */
final class TooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  /** HTTP status of the response. */
  final int status;

  /** Content type of the response. */
  final String contentType;

  TooLongException(int status, String contentType) {
    super("the response is longer than " + Numbers.MAX_BODY + " bytes");
    this.status = status;
    this.contentType = contentType;
  }
}
