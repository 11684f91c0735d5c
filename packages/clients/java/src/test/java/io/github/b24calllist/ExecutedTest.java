package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.fails;
import static io.github.b24calllist.PlayedPortal.page;
import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.b24calllist.PlayedPortal.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every error says about its call: whether it was executed, and whether it was sent. */
class ExecutedTest {
  private static final UpdateParams CHANGE = UpdateParams.of(13, "CONTACT", List.of(9L), null);
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));

  private static final Reply NO_CONNECTION = fails(new ConnectException("Connection refused"));
  private static final Reply RESET = fails(new IOException("Connection reset"));
  private static final Reply LATE = fails(new HttpTimeoutException("request timed out"));
  private static final Reply WRONG = error(400, "LIST_ID_ERROR", "");
  private static final Reply BUSY = error(503, "QUERY_LIMIT_EXCEEDED", "");

  private static void assertSays(Executed executed, boolean sent, CallListException error) {
    assertEquals(
        List.of(executed, sent), List.of(error.executed(), error.sent()), error.toString());
  }

  private static CallListException errorOf(Consumer<CallListClient> call, Reply... replies) {
    CallListClient b24 = PlayedPortal.of(replies).client();
    return assertThrows(CallListException.class, () -> call.accept(b24));
  }

  private static Arguments after(Executed executed, boolean sent, Reply... replies) {
    return Arguments.of(executed, sent, replies);
  }

  private static Stream<Arguments> attempts() {
    return Stream.of(
        after(Executed.NO, false, NO_CONNECTION),
        after(Executed.UNKNOWN, true, LATE, NO_CONNECTION),
        after(Executed.UNKNOWN, true, RESET, WRONG),
        after(Executed.UNKNOWN, true, page(502), WRONG),
        after(Executed.NO, true, NO_CONNECTION, WRONG),
        after(Executed.NO, true, BUSY, NO_CONNECTION),
        after(Executed.UNKNOWN, true, NO_CONNECTION, page(502)),
        after(Executed.NO, true, WRONG),
        after(Executed.UNKNOWN, true, error(500, "ERROR_CORE", "")),
        after(Executed.NO, true, page(302)),
        after(Executed.UNKNOWN, true, result("false")));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void anErrorSpeaksForAllAttemptsOfItsCall(Executed executed, boolean sent, Reply[] replies) {
    assertSays(executed, sent, errorOf(b24 -> b24.update(CHANGE), replies));
  }

  @Test
  void eachAttemptIsJudgedByItself() {
    var portal = PlayedPortal.of(RESET, NO_CONNECTION, NO_CONNECTION, result("true"));
    portal.client().update(CHANGE);
    assertEquals(4, portal.requests.size());
  }

  @Test
  void addIsUnknownByItsLastAttemptAlone() {
    var unsent = errorOf(b24 -> b24.add(NEW_LIST), BUSY, NO_CONNECTION);
    assertInstanceOf(ConnectionException.class, unsent);
    assertSays(Executed.NO, true, unsent);
    var unknown = errorOf(b24 -> b24.add(NEW_LIST), NO_CONNECTION, page(502));
    assertInstanceOf(OutcomeUnknownException.class, unknown);
    assertSays(Executed.UNKNOWN, true, unknown);
  }

  @Test
  void aCallThatIsHeldWasNotSent() {
    var portal = PlayedPortal.of(error(429, "OPERATION_TIME_LIMIT", ""));
    CallListClient b24 = portal.builder(Auth.webhook(PlayedPortal.URL)).retry(Retry.OFF).build();
    assertSays(Executed.NO, true, assertThrows(LimitException.class, () -> b24.update(CHANGE)));
    var held = assertThrows(LimitException.class, () -> b24.update(CHANGE));
    assertEquals(portal.now().plus(Duration.ofMinutes(1)), held.retryAt());
    assertSays(Executed.NO, false, held);
  }

  @Test
  void aTokenThatIsNotRenewedIsTheRejectionOfItsCall() {
    Reply expired = error(401, "expired_token", "");
    Auth auth = Auth.oauth("example.bitrix24.com", PlayedPortal.TOKEN, () -> null);
    CallListClient b24 = PlayedPortal.of(expired).client(auth);
    assertSays(Executed.NO, true, assertThrows(AuthException.class, () -> b24.add(NEW_LIST)));
    CallListClient lost = PlayedPortal.of(RESET, expired).client(auth);
    assertSays(
        Executed.UNKNOWN, true, assertThrows(AuthException.class, () -> lost.update(CHANGE)));
  }

  private static Reply failing(String errors) {
    return result("{\"result\":[],\"result_error\":" + errors + "}");
  }

  @Test
  void anEntryOfABatchHasItsOwn() {
    var errors = "{\"c0\":{\"error\":\"LIST_ID_ERROR\"},\"c1\":{\"error\":\"ERROR_CORE\"}}";
    var entries =
        PlayedPortal.of(failing(errors))
            .client()
            .batch(List.of(Command.update(CHANGE), Command.update(CHANGE)));
    assertSays(Executed.NO, true, entries.get(0).error());
    assertSays(Executed.UNKNOWN, true, entries.get(1).error());
  }

  @Test
  void aCommandThatIsPassedOverWasSentWithTheOthersOrNotAtAll() {
    var portal = PlayedPortal.of(failing("{\"c0\":{\"error\":\"LIST_ID_ERROR\"}}"));
    var entries = portal.client().batch(Collections.nCopies(51, Command.update(CHANGE)), true);
    assertInstanceOf(SkippedException.class, entries.get(1).error());
    assertSays(Executed.NO, true, entries.get(1).error());
    assertInstanceOf(SkippedException.class, entries.get(50).error());
    assertSays(Executed.NO, false, entries.get(50).error());
  }

  @Test
  void anEntryHasThatOfItsRequestWhereTheWholeRequestFailed() {
    var lost = PlayedPortal.of(RESET, error(401, "INVALID_CREDENTIALS", "")).client();
    assertSays(Executed.UNKNOWN, true, lost.batch(List.of(Command.update(CHANGE))).get(0).error());
    var unsent =
        PlayedPortal.of(NO_CONNECTION)
            .client()
            .batch(List.of(Command.add(NEW_LIST)))
            .get(0)
            .error();
    assertInstanceOf(ConnectionException.class, unsent);
    assertSays(Executed.NO, false, unsent);
  }

  @Test
  void aListThatKeptChangingWasNotChanged() {
    assertSays(Executed.NO, true, new UnstableListException(10, "Participants may be missing"));
  }
}
