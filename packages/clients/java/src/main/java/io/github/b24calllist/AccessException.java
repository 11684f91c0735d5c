package io.github.b24calllist;

/** 403: not allowed, or the portal is closed. From {@code items} also an empty page. */
public final class AccessException extends PortalException {
  private static final long serialVersionUID = 1L;

  AccessException(String method, int status, String code, String description, String argument) {
    super(method, status, code, description, argument);
  }
}
