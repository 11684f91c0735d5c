package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/",
        "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx",
        " https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/\n",
        "\u00a0\u200b\r\nhttps://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/\u2028\ufeff\t",
        "HTTPS://Example.Bitrix24.COM/rest/1/xxxxxxxxxxxxxxxx/",
        "https://example.bitrix24.com:/rest/1/xxxxxxxxxxxxxxxx/",
        "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/?auth=1#top",
        "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx#"
      })
  void takesAWebhooksUrlAsThePortalShowsIt(String url) {
    assertEquals(
        "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get",
        Auth.webhook(url).address("crm.calllist.get").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https://portal.example/crm/rest/1/k/, https://portal.example/crm/rest/1/k/batch",
    "https://portal.example/a/b/rest/1/k, https://portal.example/a/b/rest/1/k/batch",
    "https://www.portal.example:8443/crm/rest/1/k/?x=1, https://www.portal.example:8443/crm/rest/1/k/batch",
    "https://portal.example/срм/rest/1/k/, https://portal.example/%D1%81%D1%80%D0%BC/rest/1/k/batch",
    "https://портал.рф/rest/1/k/, https://xn--80awhdgm.xn--p1ai/rest/1/k/batch",
    "https://Портал.РФ:8443/rest/1/k/, https://xn--80awhdgm.xn--p1ai:8443/rest/1/k/batch",
    "https://my_portal.example/rest/1/k/, https://my_portal.example/rest/1/k/batch",
    "https://portal.example:65535/rest/1/k/, https://portal.example:65535/rest/1/k/batch",
    "https://portal.123/rest/1/k/, https://portal.123/rest/1/k/batch",
    "https://[2001:DB8::1]:8443/rest/1/k/, https://[2001:db8::1]:8443/rest/1/k/batch"
  })
  void callsAPortalWhereverItIs(String url, String address) {
    assertEquals(address, Auth.webhook(url).address("batch").toString());
  }

  @Test
  void takesPlainHttpForAHostThatTheCallerNames() {
    var hosts = Set.of("Sandbox_1", "портал.рф");
    assertEquals(
        "http://sandbox_1:4020/rest/1/k/batch",
        Auth.webhook("http://sandbox_1:4020/rest/1/k/", hosts).address("batch").toString());
    assertEquals(
        "http://xn--80awhdgm.xn--p1ai/rest/batch",
        Auth.oauth("http://портал.рф", "token", () -> null, hosts).address("batch").toString());
    for (String other : List.of("sandbox", "sandbox_1.example", "a.sandbox_1", "sandbox_11")) {
      String url = "http://" + other + "/rest/1/k/";
      var error = assertThrows(IllegalArgumentException.class, () -> Auth.webhook(url, hosts));
      assertTrue(error.getMessage().contains("insecureHosts"), error.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.local", "http://sandbox", "sandbox:4020", "a b", ""})
  void refusesToAllowPlainHttpForAnythingButHostNames(String host) {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Auth.webhook("https://example.bitrix24.com/rest/1/k/", Set.of(host)));
    assertTrue(error.getMessage().startsWith("insecureHosts: "), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'https://example.bitrix24.com/rest/1/s3cretc0de\u00a08h1d3m/', U+00A0 NO-BREAK SPACE",
    "'https://example.bitrix24.com/rest/\u200b1/s3cretc0de8h1d3m/', U+200B ZERO WIDTH SPACE",
    "'https://example.bitrix24.com/rest/1/\ns3cretc0de8h1d3m/', U+000A LINE FEED (LF)",
    "'https://exa mple/rest/1/s3cretc0de8h1d3m/', U+0020 SPACE"
  })
  void namesWhiteSpaceInsideAWebhooksUrl(String url, String name) {
    var error = assertThrows(IllegalArgumentException.class, () -> Auth.webhook(url));
    assertTrue(
        error.getMessage().startsWith("there is white space in it (" + name + ")"),
        error.getMessage());
    assertFalse(error.toString().contains("s3cret"), error.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:4010/rest/1/k/",
        "http://localhost/rest/1/k/",
        "http://127.1.2.3/rest/1/k/",
        "http://[::1]:1/rest/1/k/"
      })
  void takesPlainHttpForThisMachine(String url) {
    assertEquals(url + "batch", Auth.webhook(url).address("batch").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.bitrix24.com/rest/s3cretc0de8h1d3m/, the path is not",
    "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/crm.calllist.get, the path is not",
    "https://example.bitrix24.com/, the path is not",
    "https://example.bitrix24.com/crm/rest/1/s3cretc0de8h1d3m/crm.calllist.get, the path is not",
    "https://example.bitrix24.com/rest/api/1/s3cretc0de8h1d3m/, the path is not",
    "https://example.bitrix24.com//rest/1/s3cretc0de8h1d3m/, the path is not",
    "http://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "http://127.0.0.1.example.com/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "ftp://127.0.0.1/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "//example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "https://me:pass@example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, there is more than host and path",
    "example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https:///rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://a..b/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m|/, this is not a URL",
    "https://[::1/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://example.bitrix24.com:99999/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://example.bitrix24.com:65536/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://example.bitrix24.com:99999999999999999999/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://example.bitrix24.com:99999999999/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "'', nothing was given",
    ", nothing was given"
  })
  void saysWhatIsWrongAndWhatARightOneLooksLikeAndRepeatsNothing(String url, String why) {
    var error = assertThrows(IllegalArgumentException.class, () -> Auth.webhook(url));
    assertTrue(error.getMessage().startsWith(why), error.getMessage());
    assertTrue(
        error.getMessage().endsWith("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"));
    assertFalse(error.toString().contains("s3cret"), error.toString());
    assertEquals(null, error.getCause(), "a cause would show the URL");
  }

  @Test
  void callsAPortalWithATokenBelowRest() {
    assertEquals(
        "https://example.bitrix24.com/rest/batch",
        Auth.oauth("example.bitrix24.com", "token").address("batch").toString());
    // As the authorisation server gives it, under client_endpoint.
    assertEquals(
        "https://example.bitrix24.com/rest/batch",
        Auth.oauth("https://example.bitrix24.com/rest/", "token").address("batch").toString());
    assertEquals(
        "https://portal.example:8443/crm/rest/batch",
        Auth.oauth("\u00a0portal.example:8443/crm\n", "token").address("batch").toString());
    assertEquals(
        "https://portal.example/crm/rest/batch",
        Auth.oauth("https://portal.example/crm/rest/?x", "token").address("batch").toString());
    assertEquals(
        "https://my_portal.example/rest/batch",
        Auth.oauth("my_portal.example", "token").address("batch").toString());
    assertEquals(
        "http://127.0.0.1:4000/rest/batch",
        Auth.oauth("http://127.0.0.1:4000/", "token").address("batch").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "example.bitrix24.com/rest/1/, token",
    "example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/, token",
    "portal.example/crm/rest/1/, token",
    "example.bitrix24.com:99999, token",
    "http://example.bitrix24.com, token",
    "'', token",
    ", token",
    "example.bitrix24.com, ' '",
    "example.bitrix24.com,"
  })
  void refusesWhatIsNoPortalOrNoToken(String portal, String token) {
    var error = assertThrows(IllegalArgumentException.class, () -> Auth.oauth(portal, token));
    assertTrue(error.getMessage().endsWith("A portal looks like example.bitrix24.com"));
  }

  @Test
  void refusesToHaveNoRenewal() {
    assertThrows(
        IllegalArgumentException.class, () -> Auth.oauth("example.bitrix24.com", "token", null));
  }
}
