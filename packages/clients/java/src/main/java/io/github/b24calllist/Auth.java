package io.github.b24calllist;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Credentials for a portal: a webhook's URL, or an access token of OAuth. Printing one shows no
 * secret.
 *
 * <pre>{@code
 * Auth auth = Auth.webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/");
 * }</pre>
 */
public final class Auth {
  private static final String WEBHOOK_LOOKS_LIKE =
      "A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";
  private static final String PORTAL_LOOKS_LIKE = "A portal looks like example.bitrix24.com";

  /** A portal behind a reverse proxy may be below a path of its own. */
  private static final Pattern WEBHOOK_PATH =
      Pattern.compile("(?<below>(?:/[^/]+)*)/rest/(?<user>[^/]+)/(?<code>[^/]+)/?");

  private static final Pattern PORTAL_PATH =
      Pattern.compile("(?<below>(?:/(?!rest/)[^/]+)*?)(?:/rest)?/?");

  private final String portal;
  private final String base;
  private final Supplier<String> renewal;
  private volatile Token token;

  /** Masks the spent token too, which a late answer may repeat. */
  private volatile Redactor redactor;

  private Auth(
      PortalUrl portal, String path, List<String> secrets, Token token, Supplier<String> renewal) {
    this.portal = portal.authority();
    this.base = portal.origin() + path;
    redactor = new Redactor(secrets);
    this.token = token;
    this.renewal = renewal;
  }

  /**
   * Credentials from an incoming webhook's URL, as the portal shows it.
   *
   * @param url {@code https://<portal>/rest/<user id>/<code>/}, also below a path. It is a
   *     password. White space around it, a query and a fragment are dropped. Plain http is accepted
   *     for this machine only, for tests.
   * @return the credentials
   * @throws IllegalArgumentException when it is not such a URL; the message never repeats it
   */
  public static Auth webhook(String url) {
    return webhook(url, Set.of());
  }

  /**
   * Credentials from an incoming webhook's URL, which may be plain http for some hosts.
   *
   * <pre>{@code
   * Auth auth =
   *     Auth.webhook("http://sandbox:4020/rest/1/xxxxxxxxxxxxxxxx/", Set.of("sandbox"));
   * }</pre>
   *
   * @param url as in {@link #webhook(String)}
   * @param insecureHosts exact names of the hosts, such as a container's, to which the secret may
   *     travel without encryption
   * @return the credentials
   * @throws IllegalArgumentException when one of them is not such a thing; the message never
   *     repeats the URL
   */
  public static Auth webhook(String url, Set<String> insecureHosts) {
    Set<String> hosts = PortalUrl.hosts(insecureHosts);
    PortalUrl portal = read(() -> PortalUrl.of(url, hosts), WEBHOOK_LOOKS_LIKE);
    Matcher path = WEBHOOK_PATH.matcher(portal.path());
    if (!path.matches()) {
      throw refuse("the path is not /rest/<user id>/<code>/", WEBHOOK_LOOKS_LIKE);
    }
    String code = path.group("code");
    return new Auth(
        portal,
        path.group("below") + "/rest/" + path.group("user") + "/" + code + "/",
        List.of(code, URLDecoder.decode(code.replace("+", "%2B"), StandardCharsets.UTF_8)),
        null,
        null);
  }

  /**
   * An access token of OAuth, used until it expires.
   *
   * @param portal the portal's host, such as {@code example.bitrix24.com}, or its address, also
   *     below a path
   * @param accessToken what the authorisation gave; it travels in the body, never in the URL
   * @return the credentials
   * @throws IllegalArgumentException when one of them is not such a thing
   */
  public static Auth oauth(String portal, String accessToken) {
    return oauth(portal, accessToken, () -> null);
  }

  /**
   * An access token of OAuth, and the way to the next one.
   *
   * <pre>{@code
   * Auth auth = Auth.oauth("example.bitrix24.com", accessToken, () -> refreshAndStore());
   * }</pre>
   *
   * @param portal as in {@link #oauth(String, String)}
   * @param accessToken what the authorisation gave; it travels in the body, never in the URL
   * @param renewal asked for a new token when the portal says {@link ErrorCode#EXPIRED_TOKEN}: once
   *     for each token, however many threads wait for it. Their calls are then sent again. What it
   *     throws ends these calls; null says that there is none, and they end in an {@link
   *     AuthException}. A later call asks again.
   * @return the credentials
   * @throws IllegalArgumentException when the portal or the token is not such a thing
   */
  public static Auth oauth(String portal, String accessToken, Supplier<String> renewal) {
    return oauth(portal, accessToken, renewal, Set.of());
  }

  /**
   * An access token of OAuth for a portal that may be plain http for some hosts.
   *
   * <pre>{@code
   * Auth auth = Auth.oauth("http://sandbox:4020", accessToken, () -> null, Set.of("sandbox"));
   * }</pre>
   *
   * @param portal as in {@link #oauth(String, String)}
   * @param accessToken as in {@link #oauth(String, String)}
   * @param renewal as in {@link #oauth(String, String, Supplier)}
   * @param insecureHosts exact names of the hosts, such as a container's, to which the token may
   *     travel without encryption
   * @return the credentials
   * @throws IllegalArgumentException when one of them is not such a thing
   */
  public static Auth oauth(
      String portal, String accessToken, Supplier<String> renewal, Set<String> insecureHosts) {
    if (accessToken == null || accessToken.isBlank() || renewal == null) {
      throw refuse("access token and renewal must be there", PORTAL_LOOKS_LIKE);
    }
    Set<String> hosts = PortalUrl.hosts(insecureHosts);
    PortalUrl address = read(() -> PortalUrl.ofHost(portal, hosts), PORTAL_LOOKS_LIKE);
    Matcher path = PORTAL_PATH.matcher(address.path());
    if (!path.matches()) {
      throw refuse("the path goes beyond a portal's /rest/", PORTAL_LOOKS_LIKE);
    }
    String base = path.group("below") + "/rest/";
    return new Auth(address, base, List.of(accessToken), new Token(accessToken), renewal);
  }

  private static PortalUrl read(Supplier<PortalUrl> reading, String looksLike) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw refuse(e.getMessage(), looksLike);
    }
  }

  private static IllegalArgumentException refuse(String why, String looksLike) {
    return new IllegalArgumentException(why + ". " + looksLike);
  }

  /** Where a method is. A webhook's address holds its secret. */
  URI address(String method) {
    return URI.create(base + method);
  }

  /** The access token as it is now; null for a webhook. */
  Token token() {
    return token;
  }

  /**
   * Gets a new token in place of one that has expired; false where none is to be had. It is asked
   * for once, and what comes of it is that of all calls that were sent with the spent one.
   */
  synchronized boolean renew(Token spent) {
    if (spent == token) {
      replace(spent);
    }
    if (spent.failure != null) {
      throw spent.failure;
    }
    return spent.isRenewed;
  }

  private void replace(Token spent) {
    var next = new Token(spent.text);
    try {
      String renewed = renewal.get();
      if (renewed != null && !renewed.isBlank()) {
        redactor = new Redactor(List.of(renewed, spent.text));
        next = new Token(renewed);
        spent.isRenewed = true;
      }
    } catch (RuntimeException e) {
      spent.failure = e;
    }
    token = next;
  }

  /**
   * An access token, for the calls that are sent with it. When a renewal is over, another takes its
   * place: the new one, or the same text once more, so that later calls ask again.
   */
  static final class Token {
    final String text;

    /** What came of its renewal, for whoever holds the lock of the credentials. */
    private boolean isRenewed;

    private RuntimeException failure;

    private Token(String text) {
      this.text = text;
    }
  }

  /** Makes texts from outside fit to be shown; it masks this portal's secrets. */
  Redactor redactor() {
    return redactor;
  }

  /** The portal's host. */
  @Override
  public String toString() {
    return "Auth[" + portal + "]";
  }
}
