package io.github.b24calllist;

/** 429 and 503: too many requests, or too much working time. Nothing was executed. */
public final class LimitException extends PortalException {
  private static final long serialVersionUID = 1L;

  LimitException(String method, int status, String code, String description, String argument) {
    super(method, status, code, description, argument);
  }
}
