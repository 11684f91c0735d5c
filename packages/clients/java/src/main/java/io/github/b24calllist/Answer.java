package io.github.b24calllist;

import java.net.URI;
import java.util.Map;

/**
 * Reads what a portal, or something before it, answered. They send more than the documentation
 * says: errors with any status (200 too), codes that are numbers or empty, pages with 200, bodies
 * that are empty or cut.
 */
record Answer(Object result, Object time) {
  /**
   * A good answer.
   *
   * @throws CallListException what any other answer is
   */
  static Answer read(String method, Transport.Response response, Redactor redactor) {
    int status = response.status();
    if (status >= 300 && status < 400) {
      String host = hostOf(response.header("Location"));
      throw new PortalMovedException(method, status, redactor.name(host));
    }
    String text = withoutMark(response.body());
    Object body = parse(text);
    if (body instanceof Map<?, ?> map) {
      if (Wire.toText(map.get("error")) != null) {
        throw refusal(method, status, map, redactor);
      }
      if (status < 400 && map.containsKey("result")) {
        return new Answer(map.get("result"), map.get("time"));
      }
    }
    throw UnexpectedResponseException.notOfAPortal(
        method, status, redactor.name(response.header("Content-Type")), redactor.excerpt(text));
  }

  /** An error code and what comes with it, from an answer or a batch's entry. */
  static PortalException refusal(String method, int status, Map<?, ?> body, Redactor redactor) {
    return PortalException.of(
        method,
        status,
        redactor.name(textOf(body, "error")),
        redactor.description(textOf(body, "error_description")),
        redactor.name(textOf(body, "argument")));
  }

  private static String textOf(Map<?, ?> body, String name) {
    String text = Wire.toText(body.get(name));
    return text == null ? "" : text;
  }

  /** Drops a byte order mark, which editors put into a portal's own PHP files. */
  private static String withoutMark(String body) {
    return body.startsWith("\ufeff") ? body.substring(1) : body;
  }

  private static Object parse(String body) {
    try {
      return Json.parse(body);
    } catch (Json.SyntaxException e) {
      return null;
    }
  }

  private static String hostOf(String location) {
    try {
      String authority = URI.create(location).getRawAuthority();
      return authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
