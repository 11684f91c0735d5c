package io.github.b24calllist;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An address of a portal as people copy it. java.net.URI knows neither international host names nor
 * underscores in them.
 *
 * @param origin scheme, host and port
 * @param authority host and port
 * @param path percent-encoded; empty, or with a slash first
 */
record PortalUrl(String origin, String authority, String path) {
  private static final Pattern URL =
      Pattern.compile("(?:([^:/?#]+):)?//([^/?#]*)([^?#]*)(?:\\?[^#]*)?(?:#.*)?", Pattern.DOTALL);
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<user>.*@)?(?<host>\\[[0-9A-Fa-f:.]+\\]|[^:@\\[\\]]+)(?::(?<port>\\d*))?");
  private static final Pattern HOST = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\]");

  private static final int LAST_PORT = 65_535;

  /**
   * Reads an address. A query or a fragment that was copied along is dropped.
   *
   * @param insecureHosts host names to which plain http is allowed, besides this machine
   * @throws IllegalArgumentException that says why it is none, without repeating it
   */
  static PortalUrl of(String text, Set<String> insecureHosts) {
    String url = trimmed(text);
    Matcher parts = URL.matcher(url);
    Matcher authority = AUTHORITY.matcher(parts.matches() ? parts.group(2) : "");
    if (!authority.matches()) {
      throw new IllegalArgumentException("this is not a URL");
    }
    if (authority.group("user") != null) {
      throw new IllegalArgumentException("there is more than host and path in it (a user)");
    }
    String scheme = String.valueOf(parts.group(1)).toLowerCase(Locale.ROOT);
    String host = hostOf(authority.group("host"));
    boolean isHttp = scheme.equals("http") && isInsecure(host, insecureHosts);
    if (!scheme.equals("https") && !isHttp) {
      throw new IllegalArgumentException(
          "it has to be https (http is for 127.0.0.1, and for the hosts in insecureHosts)");
    }
    String both = host + portOf(authority.group("port"));
    return new PortalUrl(scheme + "://" + both, both, pathOf(parts.group(3)));
  }

  /** Reads an address, or a host alone, which is called by https. */
  static PortalUrl ofHost(String text, Set<String> insecureHosts) {
    String url = trimmed(text);
    return of(url.contains("://") ? url : "https://" + url, insecureHosts);
  }

  private static String trimmed(String text) {
    String url = text == null ? "" : text;
    int from = 0;
    int to = url.length();
    while (from < to && isBlank(url.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(url.charAt(to - 1))) {
      to--;
    }
    if (from == to) {
      throw new IllegalArgumentException("nothing was given");
    }
    for (int i = from; i < to; i++) {
      char c = url.charAt(i);
      if (isBlank(c)) {
        throw new IllegalArgumentException(
            "there is white space in it (U+%04X %s)".formatted((int) c, Character.getName(c)));
      }
    }
    return url.substring(from, to);
  }

  /** White space of any kind, also without width. */
  private static boolean isBlank(char c) {
    return Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  private static String hostOf(String host) {
    if (host.startsWith("[")) {
      return host.toLowerCase(Locale.ROOT);
    }
    try {
      String ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
      if (HOST.matcher(ascii).matches()) {
        return ascii;
      }
    } catch (IllegalArgumentException e) {
      // Its message repeats the host.
    }
    throw new IllegalArgumentException("this is not a URL");
  }

  private static boolean isInsecure(String host, Set<String> insecureHosts) {
    return LOOPBACK.matcher(host).matches() || insecureHosts.contains(host);
  }

  private static String portOf(String port) {
    if (port == null || port.isEmpty()) {
      return "";
    }
    Long number = Wire.parseLong(port);
    if (number == null || number > LAST_PORT) {
      throw new IllegalArgumentException("this is not a URL");
    }
    return ":" + number;
  }

  private static String pathOf(String path) {
    try {
      return URI.create(new URI("http://host" + path).toASCIIString()).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("this is not a URL");
    }
  }

  /**
   * Host names as a caller lists them, in the form that they have here.
   *
   * @throws IllegalArgumentException for what is not a host name
   */
  static Set<String> hosts(Set<String> hosts) {
    try {
      return hosts.stream().map(PortalUrl::hostOf).collect(Collectors.toUnmodifiableSet());
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IllegalArgumentException(
          "insecureHosts: host names without scheme, port or wildcard, such as Set.of(\"sandbox\")");
    }
  }
}
