package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.json;
import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.b24calllist.PlayedPortal.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A method's working time: nothing is held back before the portal's first refusal, and then until
 * its own reset.
 */
class OperatingTimeTest {
  private static final Instant NOW = Instant.parse("2026-08-20T06:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String PUT_OFF = "{\"error\":\"OPERATION_TIME_LIMIT\"}";
  private static final Reply REFUSED = json(429, PUT_OFF);
  private static final String BUSY = "{\"error\":\"QUERY_LIMIT_EXCEEDED\"}";
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));

  /** By the portal's own clock, which is not the client's. */
  private static String time(double reset) {
    return Json.write(Map.of("finish", 1787206096.5, "operating_reset_at", 1787206096.5 + reset));
  }

  private static Reply told(String result, String time) {
    return json(200, "{\"result\":%s,\"time\":%s}".formatted(result, time));
  }

  private static LimitException refused(CallListClient b24) {
    return assertThrows(LimitException.class, b24::statuses);
  }

  private static CallListClient once(PlayedPortal portal) {
    return portal.builder(Auth.webhook(PlayedPortal.URL)).retry(Retry.OFF).build();
  }

  @ParameterizedTest
  @ValueSource(doubles = {600, 240, 0.5})
  void itIsWaitedForUntilTheResetThatTheLastAnswerTold(double reset) {
    var portal = PlayedPortal.of(told("[]", time(reset)), REFUSED, result("[]"));
    var client = portal.client();
    client.statuses();
    client.statuses();
    assertEquals(List.of(Duration.ofMillis((long) (reset * 1000))), portal.pauses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"soon\"",
        "{\"finish\":1787206096.5}",
        "{\"finish\":\"1\",\"operating_reset_at\":\"100\"}",
        "{\"finish\":1787206096.5,\"operating_reset_at\":1787206096}",
        "{\"finish\":1787206096.5,\"operating_reset_at\":1787206696000}",
        "{\"finish\":1787206096,\"operating_reset_at\":1787206697}",
        "{\"finish\":0,\"operating_reset_at\":1e300}",
        "{\"finish\":0,\"operating_reset_at\":1e999}",
        "{\"finish\":1e300,\"operating_reset_at\":0}"
      })
  void aMinuteWhereNoAnswerHasTold(String time) {
    var portal = PlayedPortal.of(told("[]", time), REFUSED, REFUSED, result("[]"));
    var client = portal.client();
    client.statuses();
    client.statuses();
    assertEquals(List.of(MINUTE, MINUTE), portal.pauses);
  }

  @Test
  void itIsWaitedForWhateverTheStatusOfTheRefusal() {
    var portal = PlayedPortal.of(json(400, PUT_OFF), result("[]"));
    portal.client().statuses();
    assertEquals(List.of(MINUTE), portal.pauses);
  }

  @Test
  void aCallThatWasSentEndsInThePortalsRefusalWhereTheResetIsBeyondItsTime() {
    Reply busy = request -> new Transport.Response(503, Map.of("Retry-After", "550"), BUSY);
    var portal = PlayedPortal.of(busy, error(429, "OPERATION_TIME_LIMIT", "Method is blocked"));
    var refused = refused(portal.client());
    assertEquals("Method is blocked", refused.description());
    assertEquals(NOW.plusSeconds(610), refused.retryAt());
    assertEquals(List.of(Duration.ofSeconds(550)), portal.pauses);
  }

  @Test
  void aCallThatIsNotSentSaysSoAndUntilWhen() {
    var refusal = error(429, "OPERATION_TIME_LIMIT", "Method is blocked");
    var portal = PlayedPortal.of(told("[]", time(239.5)), refusal);
    var client = once(portal);
    client.statuses();
    assertEquals("Method is blocked", refused(client).description());

    var held = refused(client);
    assertEquals(NOW.plusMillis(239_500), held.retryAt());
    assertEquals(429, held.status());
    assertEquals(ErrorCode.OPERATION_TIME_LIMIT, held.code());
    assertEquals(
        "not sent, since the portal has refused this method until its working time is given back, in"
            + " 240 s",
        held.description());
    assertEquals(2, portal.requests.size());
  }

  @Test
  void theTimeForRepetitionsDoesNotCountHowLongTheMethodWasHeldBeforeThat() {
    String maps = "{\"result\":[],\"result_error\":{\"c0\":%s}}".formatted(PUT_OFF);
    var portal =
        PlayedPortal.of(told("[]", time(599.5)), result(maps), json(503, BUSY), result("[]"));
    var client = portal.client();
    client.statuses();
    client.batch(List.of(Command.statuses()));
    client.statuses();
    assertEquals(List.of(Duration.ofMillis(599_500), Duration.ofSeconds(1)), portal.pauses);
  }

  @Test
  void aClockThatIsSetBackHoldsNothingForEver() {
    var portal = PlayedPortal.of(told("[]", time(240)), REFUSED, result("[]"), REFUSED);
    var client = once(portal);
    client.statuses();
    refused(client);

    portal.pauses.add(Duration.ofHours(-1));
    assertEquals(List.of(), client.statuses());
    // Nor is the reset known any longer, which was told before.
    assertEquals(portal.now().plus(MINUTE), refused(client).retryAt());
  }

  @Test
  void anotherRefusalInABatchHoldsNothing() {
    String maps = "{\"result\":[],\"result_error\":{\"c0\":%s}}".formatted(BUSY);
    var portal = PlayedPortal.of(result(maps), result("[]"));
    var client = portal.client();
    var entry = client.batch(List.of(Command.statuses())).get(0);
    assertNull(((LimitException) entry.error()).retryAt());
    client.statuses();
    assertEquals(List.of(), portal.pauses);
  }

  @Test
  void withoutRepetitionNothingIsWaitedForAndNothingSentBeforeTheReset() {
    var portal = PlayedPortal.of(REFUSED, result("51"));
    var client = once(portal);
    for (int i = 0; i < 2; i++) {
      var error = assertThrows(LimitException.class, () -> client.add(NEW_LIST));
      assertEquals(NOW.plus(MINUTE), error.retryAt());
    }
    assertEquals(1, portal.requests.size());

    portal.pauses.add(MINUTE);
    assertEquals(51, client.add(NEW_LIST));
  }

  @Test
  void itHoldsNoOtherMethodBack() {
    var portal = PlayedPortal.of(REFUSED, result("[]"));
    var client = once(portal);
    refused(client);
    assertEquals(List.of(), client.list());
    assertEquals(2, portal.requests.size());
  }

  @Test
  void anInterruptedThreadStopsWaiting() {
    var portal = PlayedPortal.of(REFUSED);
    Thread.currentThread().interrupt();
    refused(portal.client());
    assertEquals(1, portal.requests.size());
    assertTrue(Thread.interrupted());
  }

  @Test
  void resetsAreLearnedFromTheCommandsOfABatchToo() {
    String maps = "{\"result\":{\"c0\":[]},\"result_error\":[],\"result_time\":{\"c0\":%s}}";
    var portal = PlayedPortal.of(result(maps.formatted(time(90))), REFUSED, result("[]"));
    var client = portal.client();
    client.batch(List.of(Command.statuses()));
    client.statuses();
    assertEquals(List.of(Duration.ofSeconds(90)), portal.pauses);
  }

  @Test
  void aCommandOfABatchThatIsPutOffHoldsItsMethod() {
    String maps = "{\"result\":[],\"result_error\":{\"c0\":%s}}".formatted(PUT_OFF);
    var portal = PlayedPortal.of(told("[]", time(240)), result(maps), result("[]"));
    var client = portal.client();
    client.statuses();
    var entry = client.batch(List.of(Command.statuses())).get(0);
    assertEquals(NOW.plusSeconds(240), ((LimitException) entry.error()).retryAt());

    client.statuses();
    assertEquals(List.of(Duration.ofMinutes(4)), portal.pauses);
  }

  @Test
  void theTimeOfABatchItselfTellsNothing() {
    var whole = told("{\"result\":{\"c0\":[]},\"result_error\":[]}", time(300));
    var portal = PlayedPortal.of(whole, REFUSED, whole);
    var client = portal.client();
    client.batch(List.of(Command.statuses()));
    client.batch(List.of(Command.statuses()));
    assertEquals(List.of(MINUTE), portal.pauses);
  }

  @ParameterizedTest
  @CsvSource({
    "90, 90",
    "'Thu, 20 Aug 2026 06:00:20 GMT', 20",
    "9223372036854775807, 86400",
    "'Thu, 20 Aug 2026 05:00:00 GMT',",
    "0,",
    "99999999999999999999, 86400",
    "'Fri, 31 Dec 9999 23:59:59 GMT', 86400",
    "soon,",
    "tomorrow,",
    "-5,",
    "+5,",
    "\u0663,",
    "'',"
  })
  void whenTooManyRequestsMayGoAgainIsWhatRetryAfterSays(String header, Long seconds) {
    Reply busy = request -> new Transport.Response(503, Map.of("Retry-After", header), BUSY);
    var retryAt = refused(once(PlayedPortal.of(busy))).retryAt();
    if (seconds == null) {
      assertNull(retryAt);
    } else {
      assertEquals(NOW.plusSeconds(seconds), retryAt);
    }
  }

  @Test
  void thePagesOfABatchThatWasRefusedWholeAreNotAskedForOneByOne() {
    var row = "[{\"ID\":1,\"STATUS\":\"IN_WORK\",\"ENTITY_TYPE\":3}]";
    var portal = PlayedPortal.of(result(row), REFUSED);
    var rows = once(portal).participants(13).iterator();
    assertEquals(1, rows.next().id());
    assertThrows(LimitException.class, rows::next);
    assertEquals(2, portal.requests.size());
  }

  @Test
  void aPageThatWasAskedForAloneIsNotAskedForTwiceOver() {
    var portal = PlayedPortal.of(json(200, PUT_OFF));
    var rows = portal.client().participants(13).iterator();
    assertEquals(200, assertThrows(LimitException.class, rows::next).status());
    assertEquals(5, portal.requests.size());
  }

  @Test
  void aPageThatWasPutOffForTooManyRequestsIsNotAskedForAgain() {
    var busy = error(429, "OPERATION_TIME_LIMIT", "never asked for");
    var row = "[{\"ID\":1,\"STATUS\":\"IN_WORK\",\"ENTITY_TYPE\":3}]";
    String maps = "{\"result\":[],\"result_error\":{\"c0\":{\"error\":\"QUERY_LIMIT_EXCEEDED\"}}}";
    var portal = PlayedPortal.of(result(row), result(maps), busy);
    var rows = portal.client().participants(13).iterator();
    rows.next();
    assertThrows(LimitException.class, rows::next);
    assertEquals(2, portal.requests.size());
  }
}
