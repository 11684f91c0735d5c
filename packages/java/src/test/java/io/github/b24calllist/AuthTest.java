package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        "HTTPS://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"
      })
  void takesAWebhooksUrlAsThePortalShowsIt(String url) {
    assertEquals(
        "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get",
        Auth.webhook(url).address("crm.calllist.get").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:4010/rest/1/k/",
        "http://localhost/rest/1/k/",
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
    "http://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "http://127.0.0.1.example.com/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "ftp://127.0.0.1/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "//example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, it has to be https",
    "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/?a=1, there is more than host and path",
    "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/#a, there is more than host and path",
    "https://me:pass@example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, there is more than host and path",
    "example.bitrix24.com/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https:///rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://exa mple/rest/1/s3cretc0de8h1d3m/, this is not a URL",
    "https://example.bitrix24.com:99999/rest/1/s3cretc0de8h1d3m/, this is not a URL",
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
        "http://127.0.0.1:4000/rest/batch",
        Auth.oauth("http://127.0.0.1:4000/", "token").address("batch").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "example.bitrix24.com/rest/1/, token",
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
}
