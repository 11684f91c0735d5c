package io.github.b24calllist;

import io.github.b24calllist.Outcome.Attempt;
import io.github.b24calllist.Outcome.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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

  /** Name of an argument, without secrets. */
  private final String argument;

  /** Wrong ids. */
  private final long[] ids;

  PortalException(String method, int status, String code, String description, String argument) {
    this(method, status, code, description, argument, List.of());
  }

  /** A refusal of which the client has found out the ids. */
  PortalException(String method, int status, String code, String description, List<Long> ids) {
    this(method, status, code, description, "", ids);
  }

  private PortalException(
      String method, int status, String code, String description, String argument, List<Long> ids) {
    super(
        method,
        message(status, code, description),
        new Attempt(Failure.CODE, true, false, code, status, false));
    this.status = status;
    this.code = code;
    this.description = description;
    this.argument = argument;
    this.ids = ids.stream().mapToLong(Long::longValue).toArray();
  }

  private static String message(int status, String code, String description) {
    String told =
        Stream.of(code, description)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(": "));
    return (told.isEmpty() ? "refused without a code" : told) + " (HTTP " + status + ")";
  }

  /** The class goes by the status; inside an answer with 200 by the status its code usually has. */
  static PortalException of(
      String method, int status, String code, String description, String argument) {
    int meant = status == 200 ? Catalogue.STATUS_OF_CODE.getOrDefault(code, status) : status;
    return switch (meant) {
      case 401 -> new AuthException(method, status, code, description, argument);
      case 403 -> new AccessException(method, status, code, description, argument);
      case 429, 503 -> new LimitException(method, status, code, description, argument);
      default -> new PortalException(method, status, code, description, argument);
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

  /**
   * Name of the argument, in some refusals of the query builder.
   *
   * @return the name; mostly empty
   */
  public final String argument() {
    return argument;
  }

  /**
   * The ids that the portal rejected.
   *
   * @return those that {@link CallListClient#changeParticipants} found out; otherwise empty, since
   *     the portal does not say which they are
   */
  public final List<Long> ids() {
    return Arrays.stream(ids).boxed().toList();
  }

  /**
   * Address of the page that says what the code means and what to do.
   *
   * @return the address; the page begins at the top for a code it does not know
   */
  public final String docUrl() {
    return Catalogue.ERRORS_PAGE + "#" + (code.isEmpty() ? "empty-code" : inAddress(code));
  }

  /** As JavaScript's encodeURIComponent, so that all clients give one address. */
  private static String inAddress(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%21", "!")
        .replace("%27", "'")
        .replace("%28", "(")
        .replace("%29", ")")
        .replace("%7E", "~");
  }
}
