package io.github.b24calllist;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to a portal.
 *
 * @param host the portal's host, an IPv6 address without brackets
 * @param proxy what stands between; null where nothing does
 */
record Route(boolean isSecure, String host, int port, InetSocketAddress proxy) {
  /** URI leaves host and port out where the host has an underscore. */
  private static final Pattern AUTHORITY = Pattern.compile("\\[?(.+?)\\]?(?::(\\d*))?");

  /** The way that an {@link HttpClient} goes. */
  static Route to(URI uri, HttpClient settings) {
    boolean isSecure = uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
    Matcher parts = AUTHORITY.matcher(uri.getRawAuthority());
    if (!parts.matches()) {
      throw new IllegalArgumentException("no host in a URL");
    }
    String port = parts.group(2);
    int standard = isSecure ? 443 : 80;
    return new Route(
        isSecure,
        parts.group(1),
        port == null || port.isEmpty() ? standard : Integer.parseInt(port),
        proxyFor(uri, settings));
  }

  static InetSocketAddress proxyFor(URI uri, HttpClient settings) {
    ProxySelector selector = settings.proxy().orElseGet(ProxySelector::getDefault);
    List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
    // As java.net.http does, which knows no SOCKS.
    boolean isHttp = !proxies.isEmpty() && proxies.get(0).type() == Proxy.Type.HTTP;
    return isHttp ? (InetSocketAddress) proxies.get(0).address() : null;
  }

  boolean isTunnel() {
    return isSecure && proxy != null;
  }

  /** Where the connection goes to first. */
  String firstHost() {
    return proxy == null ? host : proxy.getHostString();
  }

  int firstPort() {
    return proxy == null ? port : proxy.getPort();
  }

  /** The host as it stands in a URL. */
  String hostInUrl() {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
