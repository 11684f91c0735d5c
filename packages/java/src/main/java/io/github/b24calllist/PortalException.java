package io.github.b24calllist;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The portal said no. The call was understood as such and answered with an error code.
 *
 * <pre>{@code
 * try {
 *   b24.get(99);
 * } catch (PortalException e) {
 *   if (!e.code().equals(ErrorCode.LIST_ID_ERROR)) throw e;
 *   System.out.println("There is no list 99, or not for this user.");
 * }
 * }</pre>
 */
public sealed class PortalException extends CallListException
    permits AuthException, AccessException, LimitException {
  private static final long serialVersionUID = 1L;

  /** HTTP status of the answer. */
  private final int status;

  /** Code as the portal sent it. */
  private final String code;

  /** Text without secrets. */
  private final String description;

  PortalException(String method, int status, String code, String description) {
    super(method, message(status, code, description), null);
    this.status = status;
    this.code = code;
    this.description = description;
  }

  private static String message(int status, String code, String description) {
    String told =
        Stream.of(code, description)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(": "));
    return (told.isEmpty() ? "refused without a code" : told) + " (HTTP " + status + ")";
  }

  /** The class goes by the status; inside an answer with 200 by the status its code usually has. */
  static PortalException of(String method, int status, String code, String description) {
    int meant = status == 200 ? Catalogue.STATUS_OF_CODE.getOrDefault(code, status) : status;
    return switch (meant) {
      case 401 -> new AuthException(method, status, code, description);
      case 403 -> new AccessException(method, status, code, description);
      case 429, 503 -> new LimitException(method, status, code, description);
      default -> new PortalException(method, status, code, description);
    };
  }

  /**
   * HTTP status of the answer.
   *
   * @return 400 for most refusals; 200 for those of a batch's commands
   */
  public final int status() {
    return status;
  }

  /**
   * Code of the refusal; {@link ErrorCode} has those that are known.
   *
   * @return the code as the portal sent it, which can be empty
   */
  public final String code() {
    return code;
  }

  /**
   * English text for developers.
   *
   * @return the text, without secrets; empty where the portal sent none
   */
  public final String description() {
    return description;
  }
}
