package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.json;
import static io.github.b24calllist.PlayedPortal.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which exception an answer becomes. */
class RefusalsTest {
  private static CallListException errorOf(PlayedPortal.Reply reply) {
    var client = PlayedPortal.of(reply).builder(Auth.webhook(PlayedPortal.URL)).retry(Retry.OFF);
    return assertThrows(CallListException.class, () -> client.build().get(99));
  }

  @ParameterizedTest
  @CsvSource({
    "400, LIST_ID_ERROR, PortalException",
    "404, ERROR_METHOD_NOT_FOUND, PortalException",
    "500, INTERNAL_SERVER_ERROR, PortalException",
    "401, INVALID_CREDENTIALS, AuthException",
    "401, SOMETHING_NEW, AuthException",
    "403, ACCESS_ERROR, AccessException",
    "403, PORTAL_DELETED, AccessException",
    "429, OPERATION_TIME_LIMIT, LimitException",
    "503, QUERY_LIMIT_EXCEEDED, LimitException",
    "200, SOMETHING_NEW, PortalException",
    "200, ACCESS_ERROR, AccessException",
    "200, expired_token, AuthException",
    "200, QUERY_LIMIT_EXCEEDED, LimitException"
  })
  void aRefusalIsAnExceptionByItsStatusOrCode(int status, String code, String type) {
    var refusal = (PortalException) errorOf(error(status, code, "A text"));
    assertEquals(type, refusal.getClass().getSimpleName());
    assertEquals(status, refusal.status());
    assertEquals(code, refusal.code());
    assertEquals("A text", refusal.description());
    assertEquals("crm.calllist.get", refusal.method());
    assertEquals(
        "crm.calllist.get: " + code + ": A text (HTTP " + status + ")", refusal.getMessage());
  }

  @Test
  void codesThatAreNumbersOrEmptyAreTexts() {
    var numbered = (PortalException) errorOf(json(400, "{\"error\":100}"));
    assertEquals(ErrorCode.CODE_100, numbered.code());
    assertEquals("", numbered.description());
    var empty = (PortalException) errorOf(json(400, "{\"error\":\"\",\"error_description\":\"\"}"));
    assertEquals("", empty.code());
    assertEquals("crm.calllist.get: refused without a code (HTTP 400)", empty.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "200, text/html, <html>Login</html>",
    "502, text/html, <html>Bad Gateway</html>",
    "404, text/plain, Not found",
    "200, application/json, '{\"result\":{\"ID\":'",
    "200, application/json, ''",
    "200, application/json, '{\"time\":{}}'",
    "200, application/json, '[]'",
    "400, application/json, '{\"error\":{\"code\":\"NEW\"}}'",
    "500, application/json, '{\"result\":true}'"
  })
  void anAnswerThatIsNotAPortalsIsTold(int status, String type, String body) {
    var error = (UnexpectedResponseException) errorOf(reply(status, type, body));
    assertEquals(status, error.status());
    assertEquals(type, error.contentType());
    assertEquals(body, error.excerpt());
    assertEquals(
        "crm.calllist.get: the response is not from a Bitrix24 portal (HTTP %d, %s)"
                .formatted(status, type)
            + (body.isEmpty() ? "" : ": " + body),
        error.getMessage());
  }

  @Test
  void anExcerptIsShort() {
    var error = (UnexpectedResponseException) errorOf(reply(200, "text/html", "x".repeat(90_000)));
    assertEquals("x".repeat(200), error.excerpt());
  }

  @ParameterizedTest
  @CsvSource({
    "https://renamed.bitrix24.com/rest/1/s3cretc0de8h1d3m/crm.calllist.get, renamed.bitrix24.com",
    "http://127.0.0.1:4000/login, 127.0.0.1:4000",
    "https://me:pass@other.example/, other.example",
    "/closed/, ''",
    "'http://[broken', ''",
    "'', ''"
  })
  void aRedirectIsNotFollowedAndTellsItsHost(String location, String host) {
    var error =
        (PortalMovedException)
            errorOf(request -> new Transport.Response(302, Map.of("location", location), "Moved"));
    assertEquals(302, error.status());
    assertEquals(host, error.host());
    assertTrue(error.getMessage().contains("the portal redirects"), error.getMessage());
  }
}
