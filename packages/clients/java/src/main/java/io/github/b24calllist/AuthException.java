package io.github.b24calllist;

/** 401: credentials missing, wrong, expired, or not enough. */
public final class AuthException extends PortalException {
  private static final long serialVersionUID = 1L;

  AuthException(String method, int status, String code, String description, String argument) {
    super(method, status, code, description, argument);
  }
}
