package io.github.b24calllist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON (RFC 8259): objects are maps in their order, arrays lists, whole numbers
 * {@link Long}, other numbers {@link Double}, and those that are too large for it texts. Strict, so
 * that an answer that broke off or was garbled is never taken for a good one.
 */
final class Json {
  /** Deeper texts are refused, so that no answer can exhaust the stack. */
  static final int MOST_DEPTH = 100;

  /**
   * More than the largest table of call lists. Tiny values take much more memory than their text.
   */
  private static final int MOST_VALUES = 5_000_000;

  private final String text;
  private int at;
  private int values;

  private Json(String text) {
    this.text = text;
  }

  /** The text is not JSON. The message tells the place, and nothing of the text. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message, int at) {
      super(message + " at " + at);
    }
  }

  static Object parse(String text) throws SyntaxException {
    var json = new Json(text);
    Object value = json.value(0);
    json.skipBlanks();
    if (json.at < text.length()) {
      throw json.wrong("more than one value");
    }
    return value;
  }

  private Object value(int depth) throws SyntaxException {
    if (depth > MOST_DEPTH) {
      throw wrong("nested too deeply");
    }
    if (++values > MOST_VALUES) {
      throw wrong("too many values");
    }
    skipBlanks();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) throws SyntaxException {
    var map = new LinkedHashMap<String, Object>();
    at++;
    if (skipIf('}')) {
      return map;
    }
    do {
      skipBlanks();
      if (peek() != '"') {
        throw wrong("a name is missing");
      }
      String name = string();
      if (!skipIf(':')) {
        throw wrong("a colon is missing");
      }
      map.put(name, value(depth + 1));
    } while (skipIf(','));
    if (!skipIf('}')) {
      throw wrong("an object does not end");
    }
    return map;
  }

  private List<Object> array(int depth) throws SyntaxException {
    var list = new ArrayList<Object>();
    at++;
    if (skipIf(']')) {
      return list;
    }
    do {
      list.add(value(depth + 1));
    } while (skipIf(','));
    if (!skipIf(']')) {
      throw wrong("an array does not end");
    }
    return list;
  }

  private String string() throws SyntaxException {
    var string = new StringBuilder();
    at++;
    while (true) {
      char c = next();
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw wrong("a control character in a text");
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws SyntaxException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
      default -> throw wrong("an unknown escape");
    };
  }

  private int hex() throws SyntaxException {
    char c = next();
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw wrong("not a hexadecimal digit");
    }
    return digit;
  }

  private Object number() throws SyntaxException {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    boolean isWhole = true;
    if (peek() == '.') {
      isWhole = false;
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      isWhole = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    String number = text.substring(start, at);
    // More digits than a long holds lose their last ones, as they do in other languages.
    Long whole = isWhole ? Wire.parseLong(number) : null;
    if (whole != null) {
      return whole;
    }
    Double real = Double.valueOf(number);
    if (real.isInfinite()) {
      return number; // since JSON could not write it again
    }
    return real;
  }

  private void digits() throws SyntaxException {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong("no value");
    }
  }

  private Object word(String word, Object value) throws SyntaxException {
    if (!text.startsWith(word, at)) {
      throw wrong("no value");
    }
    at += word.length();
    return value;
  }

  private boolean skipIf(char wanted) {
    skipBlanks();
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character; U+FFFF, which is none, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\uffff';
  }

  private char next() throws SyntaxException {
    if (at >= text.length()) {
      throw wrong("the text breaks off");
    }
    return text.charAt(at++);
  }

  private SyntaxException wrong(String message) {
    return new SyntaxException(message, at);
  }

  /**
   * Writes maps, iterables, texts, numbers, booleans and null.
   *
   * @throws IllegalArgumentException for any other value, and for numbers that JSON does not know
   */
  static String write(Object value) {
    var out = new StringBuilder();
    write(out, value, 0);
    return out.toString();
  }

  private static void write(StringBuilder out, Object value, int depth) {
    if (depth > MOST_DEPTH) {
      throw new IllegalArgumentException("a value is nested too deeply for JSON, or holds itself");
    }
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof CharSequence text) {
      writeText(out, text);
    } else if (value instanceof Number number) {
      writeNumber(out, number);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(out, map, depth);
    } else if (value instanceof Iterable<?> items) {
      writeItems(out, items, depth);
    } else {
      throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
    }
  }

  private static void writeNumber(StringBuilder out, Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("JSON has no number like this");
    }
    out.append(number);
  }

  private static void writeMap(StringBuilder out, Map<?, ?> map, int depth) {
    char separator = '{';
    for (var entry : map.entrySet()) {
      out.append(separator);
      writeText(out, String.valueOf(entry.getKey()));
      out.append(':');
      write(out, entry.getValue(), depth + 1);
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private static void writeItems(StringBuilder out, Iterable<?> items, int depth) {
    char separator = '[';
    for (var item : items) {
      out.append(separator);
      write(out, item, depth + 1);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private static void writeText(StringBuilder out, CharSequence text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || isLoneSurrogate(text, i)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** UTF-8 has no half of a surrogate pair and would send a question mark. */
  private static boolean isLoneSurrogate(CharSequence text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
