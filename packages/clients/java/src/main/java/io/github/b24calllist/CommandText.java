package io.github.b24calllist;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A command of a batch as the portal reads it: a method and a query, decoded by PHP's rules. */
final class CommandText {

  /** What the portal would replace, wherever it stands in a text. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(result|next|total|time|error)\\[", Pattern.CASE_INSENSITIVE);

  /** PHP takes brackets, blanks and dots in a name for something else. */
  private static final Pattern NAME = Pattern.compile("[^\\[\\]\\s.\\x00]+");

  private final String method;
  private final List<String> pairs = new ArrayList<>();

  private CommandText(String method) {
    this.method = method;
  }

  /**
   * Writes a command.
   *
   * @throws IllegalArgumentException for what a query cannot carry: an empty list (it would vanish,
   *     and with it the filter), a text that the portal would take for a reference, too many values
   */
  static String of(Command<?> command) {
    var text = new CommandText(command.method());
    command.params().forEach((name, value) -> text.add(text.checked(name), value));
    if (text.pairs.size() > Numbers.MAX_COMMAND_VALUES) {
      throw text.refuse(
          "more than "
              + Numbers.MAX_COMMAND_VALUES
              + " values, which a portal reads; call it alone");
    }
    return text.pairs.isEmpty() ? text.method : text.method + "?" + String.join("&", text.pairs);
  }

  private void add(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> add(name + "[" + checked(String.valueOf(key)) + "]", item));
    } else if (value instanceof Iterable<?> items) {
      addAll(name, items);
    } else {
      pairs.add(encode(name) + "=" + encode(textOf(name, value)));
    }
  }

  private void addAll(String name, Iterable<?> items) {
    int count = 0;
    for (var item : items) {
      add(name + "[" + count++ + "]", item);
    }
    if (count == 0) {
      throw refuse(name + " is an empty list, which would get lost");
    }
  }

  private String textOf(String name, Object value) {
    if (value == null) {
      return ""; // how a filter is told "not set"
    }
    if (value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    if (!(value instanceof CharSequence || value instanceof Number)) {
      throw refuse(name + " is neither text nor number, but " + value.getClass().getName());
    }
    String text = value.toString();
    if (REFERENCE.matcher(text).find()) {
      throw refuse(name + " looks like a reference to another command");
    }
    return text;
  }

  private String checked(String name) {
    if (NAME.matcher(name).matches()) {
      return name;
    }
    throw refuse("a batch cannot carry this name: " + name);
  }

  private IllegalArgumentException refuse(String why) {
    return new IllegalArgumentException("batch: " + method + ": " + why);
  }

  /** As rawurlencode of PHP. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
