package io.github.b24calllist;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes texts that come from outside, such as error pages, fit to be shown: without secrets,
 * without characters that could write lines into a log or take over a terminal, and short. Masking
 * comes first, on the whole text, so that no cut leaves a part of a secret.
 */
final class Redactor {

  /** A slash as it is, in JSON (also in JSON within JSON), or in a query. */
  private static final String SLASH = "(?:\\\\{0,4}/|%(?:25)*2F)";

  /** A text may also show somebody else's webhook, a renamed portal's for one. */
  private static final Pattern WEBHOOK =
      Pattern.compile(
          "(%1$srest%1$s(?:api%1$s)?[^/%%\\\\\\s\"'<>]+%1$s)[^/\\\\\\s\"'<>]+".formatted(SLASH),
          Pattern.CASE_INSENSITIVE);

  /** An address below /rest/, also as it stands in JSON or a query. Searched for once in a word. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![^\\s\"'<>])[^\\s\"'<>]*(?:/|%2F)rest\\\\?(?:/|%2F)[^\\s\"'<>]*",
          Pattern.CASE_INSENSITIVE);

  /** Each becomes a space. */
  private static final Pattern LINE_BREAK = Pattern.compile("[\\t-\\r\\x85\\u2028\\u2029]");

  /** Control characters, marks of direction, and halves of a surrogate pair. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private static final Pattern NOTHING = Pattern.compile("(?!)");

  /** More than an excerpt, so that masking an address does not leave it empty. */
  private static final int EXCERPT_SOURCE = 2000;

  /**
   * So much of a text is searched for secrets: masking makes it shorter, but must not take long.
   */
  private static final int SEARCHED = 1 << 20;

  /** At the end of what is searched, so much may be the beginning of a secret. */
  private static final int UNSURE = 1 << 14;

  /** This portal's secrets. */
  private final Pattern known;

  Redactor(Collection<String> secrets) {
    String forms =
        secrets.stream()
            .filter(secret -> secret.length() >= Numbers.MIN_SECRET)
            .flatMap(Redactor::formsOf)
            .distinct()
            // One may be the beginning of another.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    known = forms.isEmpty() ? NOTHING : Pattern.compile(forms, Pattern.CASE_INSENSITIVE);
  }

  /** A secret as it stands in texts, in JSON, in HTML, in forms and in queries. */
  private static Stream<String> formsOf(String secret) {
    String inJson = Json.write(secret);
    String escaped = inJson.substring(1, inJson.length() - 1);
    String inForm = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return Stream.of(
        secret,
        escaped,
        escaped.replace("/", "\\/"),
        secret.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;"),
        inForm,
        inForm.replace("+", "%20"));
  }

  /** A text for people, such as an error's description. */
  String description(String text) {
    return shortened(printable(masked(text)), Numbers.MAX_DESCRIPTION);
  }

  /** A code, a content type, a host, or another short text. */
  String name(String text) {
    return shortened(printable(masked(text)), Numbers.MAX_WORD);
  }

  /** The beginning of a body. */
  String excerpt(String body) {
    String clean = printable(cut(masked(body), EXCERPT_SOURCE));
    return cut(ADDRESS.matcher(clean).replaceAll("***"), Numbers.MAX_EXCERPT);
  }

  /** The beginning of a text, of which far more is searched than is shown. */
  private String masked(String text) {
    String searched = text.substring(0, Math.min(text.length(), SEARCHED));
    String clean = WEBHOOK.matcher(known.matcher(searched).replaceAll("***")).replaceAll("$1***");
    return text.length() > SEARCHED
        ? clean.substring(0, Math.max(0, clean.length() - UNSURE))
        : clean;
  }

  private static String printable(String text) {
    String oneLine = LINE_BREAK.matcher(text).replaceAll(" ");
    return UNPRINTABLE.matcher(oneLine).replaceAll("\ufffd");
  }

  private static String shortened(String text, int length) {
    String cut = cut(text, length);
    return cut.length() < text.length() ? cut + "…" : text;
  }

  /** The beginning of a text, with no character cut in two. */
  private static String cut(String text, int length) {
    int kept = Math.min(length, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, kept));
  }
}
