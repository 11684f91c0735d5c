package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.json;
import static io.github.b24calllist.PlayedPortal.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
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
    "400, ACCESS_ERROR, PortalException",
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
    assertEquals(ErrorCode.UNKNOWN_FIELD, numbered.code());
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
    String to = host.isEmpty() ? "" : " to " + host;
    assertEquals(
        "crm.calllist.get: the portal redirects" + to + ": it has a new address, or is closed",
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"LIST_ID_ERROR, LIST_ID_ERROR", "'', empty-code", "'A b/!(~)''*', 'A%20b%2F!(~)''*'"})
  void aRefusalNamesThePageThatSaysWhatToDo(String code, String anchor) {
    var refusal = (PortalException) errorOf(error(400, code, ""));
    assertEquals(Catalogue.ERRORS_PAGE + "#" + anchor, refusal.docUrl());
  }

  @Test
  void anAnswerWithoutAContentTypeIsTold() {
    var error = errorOf(request -> new Transport.Response(502, Map.of(), ""));
    assertEquals(
        "crm.calllist.get: the response is not from a Bitrix24 portal (HTTP 502, no content type)",
        error.getMessage());
  }

  /** Only JSON that breaks off may come whole when it is asked for again. */
  @ParameterizedTest
  @CsvSource({"text/html, 1", "application/json, 5"})
  void anAnswerThatBreaksOffIsAskedForAgainWhereItSaysThatItIsJson(String type, int requests) {
    var portal = PlayedPortal.of(reply(200, type, "{\"result\":"));
    assertThrows(UnexpectedResponseException.class, () -> portal.client().get(13));
    assertEquals(requests, portal.requests.size());
  }

  @Test
  void aTimeoutTellsHowLongItWaitedAndThatTheRequestMayHaveArrived() {
    var portal = PlayedPortal.of(PlayedPortal.fails(new HttpTimeoutException("late")));
    var client =
        portal.builder(Auth.webhook(PlayedPortal.URL)).timeout(Duration.ofSeconds(7)).build();
    var error = assertThrows(CallTimeoutException.class, () -> client.get(13));
    assertEquals(Duration.ofSeconds(7), error.timeout());
    assertEquals(true, error.sent());
  }

  @Test
  void anUnknownOutcomeTellsWhatHappened() {
    var portal = PlayedPortal.of(PlayedPortal.fails(new IOException("reset")));
    var add = AddParams.of("CONTACT", List.of(9L));
    var error = assertThrows(OutcomeUnknownException.class, () -> portal.client().add(add));
    assertEquals(
        "crm.calllist.add: it is not known whether the portal did it. Look with crm.calllist.list,"
            + " newest first, before you repeat it. What happened: the connection broke off"
            + " (IOException: reset)",
        error.getMessage());
  }

  @Test
  void whereThereIsNoConnectionTheReasonIsTold() {
    var error = errorOf(PlayedPortal.fails(new UnknownHostException("example.bitrix24.com")));
    assertEquals(
        "crm.calllist.get: no connection to the portal (" + reasonOf(error) + ")",
        error.getMessage());
  }

  private static String reasonOf(CallListException error) {
    return ((ConnectionException) error).reason();
  }
}
