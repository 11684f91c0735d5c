package io.github.b24calllist;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
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
  private static final Pattern WEBHOOK_PATH = Pattern.compile("/rest/([^/]+)/([^/]+)/?");
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  private final String portal;
  private final String base;
  private final Supplier<String> renewal;
  private volatile Token token;

  /** What must not be shown; the spent token too, which a late answer may repeat. */
  private volatile List<String> secrets;

  private Auth(
      URI portal, String path, List<String> secrets, Token token, Supplier<String> renewal) {
    this.portal = portal.getAuthority();
    this.base = schemeOf(portal) + "://" + portal.getAuthority() + path;
    this.secrets = secrets;
    this.token = token;
    this.renewal = renewal;
  }

  /**
   * Credentials from an incoming webhook's URL, as the portal shows it.
   *
   * @param url {@code https://<portal>/rest/<user id>/<code>/}. It is a password. Plain http is
   *     taken for this machine only, for tests.
   * @return the credentials
   * @throws IllegalArgumentException when it is not such a URL; the message never repeats it
   */
  public static Auth webhook(String url) {
    URI uri = parse(url, WEBHOOK_LOOKS_LIKE);
    var path = WEBHOOK_PATH.matcher(String.valueOf(uri.getRawPath()));
    if (!path.matches()) {
      throw refuse("the path is not /rest/<user id>/<code>/", WEBHOOK_LOOKS_LIKE);
    }
    String code = path.group(2);
    return new Auth(
        uri,
        "/rest/" + path.group(1) + "/" + code + "/",
        List.of(code, URLDecoder.decode(code.replace("+", "%2B"), StandardCharsets.UTF_8)),
        null,
        null);
  }

  /**
   * An access token of OAuth, used until it expires.
   *
   * @param portal the portal's host, such as {@code example.bitrix24.com}
   * @param accessToken what the authorisation gave; it travels in the body, never in the URL
   * @return the credentials
   * @throws IllegalArgumentException when one of them is not such a thing
   */
  public static Auth oauth(String portal, String accessToken) {
    return oauth(portal, accessToken, () -> null);
  }

  /**
   * An access token of OAuth, and a way to a new one.
   *
   * @param portal the portal's host, such as {@code example.bitrix24.com}
   * @param accessToken what the authorisation gave; it travels in the body, never in the URL
   * @param renewal is asked for a new access token when the portal says {@code expired_token};
   *     once, however many threads wait for it. Their calls are then sent again. What it throws
   *     ends these calls; null says that there is none, and they end in an {@link AuthException}. A
   *     later call asks again.
   * @return the credentials
   * @throws IllegalArgumentException when the portal or the token is not such a thing
   */
  public static Auth oauth(String portal, String accessToken, Supplier<String> renewal) {
    if (portal == null || accessToken == null || accessToken.isBlank() || renewal == null) {
      throw refuse("portal, access token and renewal must be there", PORTAL_LOOKS_LIKE);
    }
    URI uri = parse(portal.contains("://") ? portal : "https://" + portal, PORTAL_LOOKS_LIKE);
    if (!Set.of("", "/", "/rest", "/rest/").contains(uri.getRawPath())) {
      throw refuse("there is more than a host in it", PORTAL_LOOKS_LIKE);
    }
    return new Auth(uri, "/rest/", List.of(accessToken), new Token(accessToken), renewal);
  }

  private static URI parse(String url, String looksLike) {
    if (url == null || url.isBlank()) {
      throw refuse("nothing was given", looksLike);
    }
    URI uri;
    try {
      uri = new URI(url.trim());
    } catch (URISyntaxException e) {
      throw refuse("this is not a URL", looksLike);
    }
    if (uri.getHost() == null || uri.getPort() > 65_535) {
      throw refuse("this is not a URL", looksLike);
    }
    boolean isLocal = "http".equals(schemeOf(uri)) && THIS_MACHINE.contains(uri.getHost());
    if (!"https".equals(schemeOf(uri)) && !isLocal) {
      throw refuse("it has to be https (http is for 127.0.0.1 alone)", looksLike);
    }
    if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refuse("there is more than host and path in it (user, ? or #)", looksLike);
    }
    return uri;
  }

  /** In small letters, whatever the letters of the URL. */
  private static String schemeOf(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
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
    if (renewal != null && spent == token) {
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
        secrets = List.of(renewed, spent.text);
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

  /** Masks this portal's secrets. */
  Redactor redactor() {
    return new Redactor(secrets);
  }

  /** The portal's host. */
  @Override
  public String toString() {
    return "Auth[" + portal + "]";
  }
}
