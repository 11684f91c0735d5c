package io.github.b24calllist;

import java.util.List;
import java.util.regex.Pattern;

/** Takes secrets out of texts that come from elsewhere, such as error pages. */
final class Redactor {
  /** Shorter ones are test codes such as "k"; replacing these would garble every text. */
  private static final int SHORTEST_SECRET = 6;

  /** A page may also show somebody else's address, a renamed portal's for one. */
  private static final Pattern WEBHOOK =
      Pattern.compile("(/rest\\\\?/[^/\\\\\\s\"'<>]+\\\\?/)[^/\\\\\\s\"'<>]+");

  /** An address below /rest/, also as it stands in JSON or a query. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[^\\s\"'<>]*(?:/|%2F)rest\\\\?(?:/|%2F)[^\\s\"'<>]*", Pattern.CASE_INSENSITIVE);

  private static final int EXCERPT = 200;

  /** More than an excerpt, so that masking an address does not leave it empty. */
  private static final int EXCERPT_SOURCE = 2000;

  private final List<String> secrets;

  Redactor(List<String> secrets) {
    this.secrets = secrets.stream().filter(secret -> secret.length() >= SHORTEST_SECRET).toList();
  }

  String redact(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return WEBHOOK.matcher(clean).replaceAll("$1***");
  }

  /** The beginning of a body. */
  String excerpt(String body) {
    String clean = cut(redact(cut(body, 2 * EXCERPT_SOURCE)), EXCERPT_SOURCE);
    return cut(ADDRESS.matcher(clean).replaceAll("***"), EXCERPT);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
