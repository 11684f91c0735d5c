package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.fails;
import static io.github.b24calllist.PlayedPortal.json;
import static io.github.b24calllist.PlayedPortal.page;
import static io.github.b24calllist.PlayedPortal.reply;
import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.b24calllist.PlayedPortal.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent again: the table of outcomes row by row. */
class RepetitionTest {
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));

  private static void add(CallListClient b24) {
    b24.add(NEW_LIST);
  }

  private static void update(CallListClient b24) {
    b24.update(UpdateParams.of(13, "CONTACT", List.of(9L), null));
  }

  private static List<Consumer<CallListClient>> both() {
    return List.of(RepetitionTest::add, RepetitionTest::update);
  }

  private static Stream<Reply> notExecuted() {
    return Stream.of(
        error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"),
        error(200, "QUERY_LIMIT_EXCEEDED", "Too many requests"),
        error(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."),
        error(429, "SOMETHING_NEW", ""),
        page(429),
        page(421),
        page(425),
        fails(new NoRouteToHostException("No route to host")),
        fails(new ConnectException("Connection refused")),
        fails(new UnknownHostException("example.bitrix24.com")),
        fails(new HttpConnectTimeoutException("HTTP connect timed out")),
        fails(new SSLHandshakeException("Remote host terminated the handshake")));
  }

  private static Stream<Arguments> ambiguous() {
    return Stream.of(
        Arguments.of(fails(new IOException("Connection reset")), ConnectionException.class),
        Arguments.of(fails(new HttpTimeoutException("")), CallTimeoutException.class),
        Arguments.of(fails(new SocketTimeoutException("")), CallTimeoutException.class),
        Arguments.of(page(502), UnexpectedResponseException.class),
        Arguments.of(page(408), UnexpectedResponseException.class),
        Arguments.of(page(500), UnexpectedResponseException.class),
        Arguments.of(error(502, "BAD_GATEWAY", ""), PortalException.class),
        Arguments.of(reply(200, "text/html", ""), UnexpectedResponseException.class),
        Arguments.of(json(200, "{\"result\":"), UnexpectedResponseException.class),
        Arguments.of(reply(200, "APPLICATION/JSON", "{"), UnexpectedResponseException.class));
  }

  private static Stream<Arguments> ambiguousAndTheSameAgain() {
    return Stream.of(
        Arguments.of(error(500, "INTERNAL_SERVER_ERROR", ""), PortalException.class),
        Arguments.of(error(500, "ERROR_CORE", "SQL query error!"), PortalException.class),
        Arguments.of(error(500, "SOMETHING_NEW", ""), PortalException.class),
        Arguments.of(json(200, WARNING + "{\"result\":51}"), UnexpectedResponseException.class),
        Arguments.of(json(200, "\nWarning: x\n{\"result\":51}"), UnexpectedResponseException.class),
        Arguments.of(
            fails(new TooLongException(200, "application/json")),
            UnexpectedResponseException.class),
        Arguments.of(page(200), UnexpectedResponseException.class));
  }

  private static final String WARNING =
      "\ufeff\r\n<br />\n<b>Warning</b>: Undefined array key<br />";

  private static Stream<Reply> hopeless() {
    return Stream.of(
        fails(handshake(new CertificateException("mine"))),
        fails(handshake(new CertPathBuilderException("unable to find a valid path"))),
        fails(handshake(new CertificateExpiredException("NotAfter: yesterday"))),
        fails(handshake(new CertificateException("No name matching portal.example found"))),
        fails(NotSentException.byProxy(407)));
  }

  private static SSLHandshakeException handshake(Exception cause) {
    var error = new SSLHandshakeException("PKIX path building failed");
    error.initCause(cause);
    return error;
  }

  @ParameterizedTest
  @MethodSource("hopeless")
  void whatFailsInTheSameWayBeforeItIsSentIsNotRetriedAndTheErrorSaysWhatToDo(Reply reply) {
    for (Consumer<CallListClient> call : both()) {
      var portal = PlayedPortal.of(reply);
      var error = assertThrows(ConnectionException.class, () -> call.accept(portal.client()));
      assertEquals(1, portal.requests.size());
      assertFalse(error.sent());
      assertTrue(
          error.getMessage().matches(".*\\. (Give Transport|Renew|Call the portal).*"),
          error.getMessage());
    }
  }

  @Test
  void aWarningBeforeTheJsonIsShown() {
    var portal = PlayedPortal.of(json(200, WARNING + "{\"result\":[]}"));
    var error = assertThrows(UnexpectedResponseException.class, () -> portal.client().statuses());
    assertTrue(
        error.getMessage().contains("<b>Warning</b>: Undefined array key"), error.toString());
    assertEquals(200, error.status());
  }

  @Test
  void onlyWhatMustNotBeCarriedOutTwiceNeedsANewConnection() {
    var portal = PlayedPortal.of(result("1"));
    CallListClient b24 = portal.client();
    update(b24);
    add(b24);
    var empty = PlayedPortal.of(result("{\"result\":[],\"result_error\":[]}"));
    empty.client().batch(List.of(Command.get(13)));
    empty.client().batch(List.of(Command.get(13), Command.add(NEW_LIST)));
    assertEquals(
        List.of(false, true),
        portal.requests.stream().map(Transport.Request::newConnection).toList());
    assertEquals(
        List.of(false, true),
        empty.requests.stream().map(Transport.Request::newConnection).toList());
  }

  private static Stream<Reply> refused() {
    return Stream.of(
        error(400, "ENTITIES_ERROR", "Incorrect entities id"),
        error(401, "INVALID_CREDENTIALS", ""),
        error(401, "expired_token", "of a webhook, which nobody can renew"),
        error(401, "OVERLOAD_LIMIT", ""),
        error(503, "OVERLOAD_LIMIT", "as it is documented"),
        error(403, "PORTAL_DELETED", ""),
        error(500, "PORTAL_DELETED", "as it is documented elsewhere"),
        error(400, "SOMETHING_NEW", ""),
        page(400),
        page(404),
        page(403),
        json(400, "{\"result\":51}"),
        request -> new Transport.Response(300, Map.of(), ""),
        request -> new Transport.Response(302, Map.of("Location", "https://other.example/"), ""));
  }

  @ParameterizedTest
  @MethodSource("notExecuted")
  void whatWasNotExecutedIsSentAgainByEveryMethod(Reply reply) {
    for (Consumer<CallListClient> call : both()) {
      var portal = PlayedPortal.of(reply, reply, result("1"));
      assertDoesNotThrow(() -> call.accept(portal.client()));
      assertEquals(3, portal.requests.size());
      assertEquals(portal.bodies().get(0), portal.bodies().get(2));

      var never = PlayedPortal.of(reply);
      var error = assertThrows(CallListException.class, () -> call.accept(never.client()));
      assertEquals(5, never.requests.size());
      assertFalse(error instanceof OutcomeUnknownException, error.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void afterSomethingAmbiguousOnlyWhatDoesNoHarmTwiceIsSentAgain(
      Reply reply, Class<? extends CallListException> type) {
    var read = PlayedPortal.of(reply, result("true"));
    update(read.client());
    assertEquals(2, read.requests.size());

    var never = PlayedPortal.of(reply);
    assertEquals(type, assertThrows(type, () -> update(never.client())).getClass());
    assertEquals(5, never.requests.size());

    assertUnknown(PlayedPortal.of(reply), type);
  }

  @ParameterizedTest
  @MethodSource("ambiguousAndTheSameAgain")
  void whatWouldEndTheSameWayIsNotSentAgain(Reply reply, Class<? extends CallListException> type) {
    var read = PlayedPortal.of(reply);
    assertEquals(type, assertThrows(type, () -> update(read.client())).getClass());
    assertEquals(1, read.requests.size());

    assertUnknown(PlayedPortal.of(reply), type);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRefusalIsNotSentAgain(Reply reply) {
    for (Consumer<CallListClient> call : both()) {
      var portal = PlayedPortal.of(reply);
      var error = assertThrows(CallListException.class, () -> call.accept(portal.client()));
      assertEquals(1, portal.requests.size());
      assertFalse(error instanceof OutcomeUnknownException, error.toString());
    }
  }

  private static void assertUnknown(PlayedPortal portal, Class<?> cause) {
    var error = assertThrows(OutcomeUnknownException.class, () -> add(portal.client()));
    assertEquals(1, portal.requests.size(), "an add must not be sent twice");
    assertEquals(cause, error.getCause().getClass());
    assertEquals("crm.calllist.add", error.method());
    assertEquals(Map.of("ENTITY_TYPE", "CONTACT", "ENTITIES", List.of(9L)), error.params());
    assertTrue(error.getMessage().contains("Look with crm.calllist.list"), error.getMessage());
  }

  @Test
  void anAddThatBecomesAmbiguousLaterEndsThere() {
    var portal = PlayedPortal.of(error(503, "QUERY_LIMIT_EXCEEDED", ""), page(502), result("51"));
    assertThrows(OutcomeUnknownException.class, () -> add(portal.client()));
    assertEquals(2, portal.requests.size());
  }

  @Test
  void pausesDoubleUpToTheLongestLessARandomPart() {
    var portal = PlayedPortal.of(error(503, "QUERY_LIMIT_EXCEEDED", ""));
    var retry = new Retry(8, Duration.ofSeconds(1), Duration.ofSeconds(30));
    var client = portal.builder(Auth.webhook(PlayedPortal.URL)).retry(retry).build();
    assertThrows(LimitException.class, client::statuses);
    assertEquals(
        Stream.of(1, 2, 4, 8, 16, 30, 30).map(Duration::ofSeconds).toList(), portal.pauses);

    portal.pauses.clear();
    portal.random = 0.5;
    assertThrows(LimitException.class, client::statuses);
    assertEquals(
        Stream.of(750, 1500, 3000, 6000, 12_000, 22_500, 22_500).map(Duration::ofMillis).toList(),
        portal.pauses);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "0, 1",
    "'Thu, 20 Aug 2026 06:00:20 GMT', 20",
    "'Thu, 20 Aug 2026 05:00:00 GMT', 1",
    "soon, 1",
    "'', 1"
  })
  void retryAfterMakesAPauseLonger(String header, int seconds) {
    Reply busy = request -> new Transport.Response(503, Map.of("retry-after", header), BUSY);
    var portal = PlayedPortal.of(busy, result("[]"));
    portal.client().statuses();
    assertEquals(List.of(Duration.ofSeconds(seconds)), portal.pauses);
  }

  private static final String BUSY = "{\"error\":\"QUERY_LIMIT_EXCEEDED\"}";

  @ParameterizedTest
  @CsvSource({"601", "9223372036854775807"})
  void aPauseThatIsTooLongIsNotWaitedFor(String seconds) {
    Reply busy = request -> new Transport.Response(503, Map.of("Retry-After", seconds), BUSY);
    var portal = PlayedPortal.of(busy);
    assertThrows(LimitException.class, () -> portal.client().statuses());
    assertEquals(1, portal.requests.size());
  }

  @Test
  void nothingIsSentAgainLaterThanTenMinutesAfterTheFirstTime() {
    Reply busy = request -> new Transport.Response(503, Map.of("Retry-After", "250"), BUSY);
    var portal = PlayedPortal.of(busy);
    assertThrows(LimitException.class, () -> portal.client().statuses());
    assertEquals(List.of(Duration.ofSeconds(250), Duration.ofSeconds(250)), portal.pauses);
  }

  @Test
  void itCanBeSwitchedOff() {
    var portal = PlayedPortal.of(page(502));
    var client = portal.builder(Auth.webhook(PlayedPortal.URL)).retry(Retry.OFF).build();
    assertThrows(UnexpectedResponseException.class, client::statuses);
    assertEquals(1, portal.requests.size());
  }

  @Test
  void anInterruptedThreadStopsAndStaysInterrupted() {
    var waiting = PlayedPortal.of(page(502));
    Thread.currentThread().interrupt();
    assertThrows(UnexpectedResponseException.class, () -> waiting.client().statuses());
    assertEquals(1, waiting.requests.size());
    assertTrue(Thread.interrupted());

    Reply interrupted =
        request -> {
          throw new InterruptedException();
        };
    var sending = PlayedPortal.of(interrupted);
    var error = assertThrows(OutcomeUnknownException.class, () -> add(sending.client()));
    assertEquals("InterruptedException", ((ConnectionException) error.getCause()).reason());
    assertTrue(Thread.interrupted());
  }

  @Test
  void whatACallersTransportThrowsOtherwiseIsTheCallersOwn() {
    var mistake = new IllegalStateException("mine");
    Reply throwing =
        request -> {
          throw mistake;
        };
    var client = PlayedPortal.of(throwing).client();
    assertSame(mistake, assertThrows(IllegalStateException.class, client::statuses));
  }
}
