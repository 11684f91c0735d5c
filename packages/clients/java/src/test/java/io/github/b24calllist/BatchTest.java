package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.page;
import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.b24calllist.PlayedPortal.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Command<Long> ADD = Command.add(AddParams.of("CONTACT", List.of(9L)));

  /** Answers a batch: for each command by its key, a result or an error, or nothing. */
  private static Reply batch(String results, String errors) {
    return result(
        "{\"result\":%s,\"result_error\":%s,\"result_total\":[],\"result_next\":[],\"result_time\":[]}"
            .formatted(results, errors));
  }

  /** Answers every command with a list whose id is asked for. */
  private static final Reply LISTS =
      request -> {
        var results = new LinkedHashMap<String, Object>();
        commands(request.body())
            .forEach((key, command) -> results.put(key, Map.of("ID", command.split("ID=", 2)[1])));
        return batch(Json.write(results), "[]").to(request);
      };

  private static Map<String, String> commands(String body) {
    try {
      var commands = new LinkedHashMap<String, String>();
      Wire.toMap(Wire.toMap(Json.parse(body)).get("cmd"))
          .forEach((key, command) -> commands.put(key, (String) command));
      return commands;
    } catch (Json.SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Command<CallList>> gets(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(Command::get).toList();
  }

  @Test
  void commandsTravelAsQueriesInOneRequest() {
    var portal = PlayedPortal.of(batch("{\"c0\":51,\"c1\":[]}", "[]"));
    var entries = portal.client().batch(List.of(ADD, Command.statuses()));
    assertEquals(
        "{\"c0\":\"crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES%5B0%5D=9\","
            + "\"c1\":\"crm.calllist.statuslist\"}",
        Json.write(commands(portal.body())));
    assertTrue(portal.body().contains("\"halt\":0"), portal.body());
    assertTrue(portal.requests.get(0).uri().getPath().endsWith("/batch"));
    assertEquals(51L, entries.get(0).get());
    assertEquals(List.of(), entries.get(1).get());
  }

  @Test
  void anyNumberGoesInChunksOf50InOrder() {
    var portal = PlayedPortal.of(LISTS);
    List<Entry<CallList>> entries = portal.client().batch(gets(101));
    assertEquals(
        List.of(50, 50, 1), portal.bodies().stream().map(body -> commands(body).size()).toList());
    assertEquals(
        LongStream.rangeClosed(1, 101).boxed().toList(),
        entries.stream().map(entry -> entry.get().id()).toList());
  }

  @Test
  void resultsComeUnderTheNamesTheyWereAskedBy() {
    var commands = new LinkedHashMap<String, Command<CallList>>();
    commands.put("z", Command.get(20));
    commands.put("0", Command.get(13));
    commands.put("a b[]", Command.get(30));
    var entries = PlayedPortal.of(LISTS).client().batch(commands);
    assertEquals(List.of("z", "0", "a b[]"), new ArrayList<>(entries.keySet()));
    assertEquals(13, entries.get("0").get().id());
    assertEquals(30, entries.get("a b[]").get().id());
  }

  @Test
  void anErrorInOneIsNotThrown() {
    var portal =
        PlayedPortal.of(
            batch(
                "{\"c1\":{\"ID\":\"13\"}}",
                "{\"c0\":{\"error\":\"LIST_ID_ERROR\",\"error_description\":\"Incorrect list id\"},"
                    + "\"c2\":{\"error\":\"ACCESS_ERROR\",\"error_description\":\"\"}}"));
    var entries = portal.client().batch(gets(3));
    assertEquals(List.of(false, true, false), entries.stream().map(Entry::ok).toList());
    var refusal = assertThrows(PortalException.class, () -> entries.get(0).get());
    assertEquals(ErrorCode.LIST_ID_ERROR, refusal.code());
    assertEquals("crm.calllist.get", refusal.method());
    assertEquals(200, refusal.status());
    assertEquals(AccessException.class, entries.get(2).error().getClass());
  }

  @Test
  void mapsThatPhpSentAsListsAreRead() {
    var none = PlayedPortal.of(batch("[]", "[]"));
    assertEquals(
        UnexpectedResponseException.class, none.client().batch(gets(1)).get(0).error().getClass());
    assertEquals(List.of(), none.client().batch(List.of()), "and nothing is sent for nothing");
    assertEquals(1, none.requests.size());
  }

  @Test
  void aNumericCodeOrAnEmptyOneIsAnErrorToo() {
    var portal =
        PlayedPortal.of(
            batch(
                "[]",
                "{\"c0\":{\"error\":100},\"c1\":{\"error\":\"\",\"error_description\":\"x\"},"
                    + "\"c2\":{\"error\":{\"code\":1}}}"));
    var entries = portal.client().batch(gets(3));
    assertEquals("100", ((PortalException) entries.get(0).error()).code());
    assertEquals("", ((PortalException) entries.get(1).error()).code());
    assertEquals(UnexpectedResponseException.class, entries.get(2).error().getClass());
  }

  @Test
  void haltStopsAfterTheFirstErrorAndLaterRequestsToo() {
    var portal =
        PlayedPortal.of(batch("{\"c0\":{\"ID\":1}}", "{\"c1\":{\"error\":\"LIST_ID_ERROR\"}}"));
    var entries = portal.client().batch(gets(60), true);
    assertTrue(portal.body().contains("\"halt\":1"), portal.body());
    assertTrue(entries.get(0).ok());
    assertEquals(PortalException.class, entries.get(1).error().getClass());
    for (var skipped : entries.subList(2, 60)) {
      var error = (SkippedException) skipped.error();
      assertEquals(entries.get(1).error(), error.getCause());
    }
  }

  @Test
  void withoutHaltEveryRequestIsSent() {
    Reply failing = batch("[]", "{\"c0\":{\"error\":\"LIST_ID_ERROR\"}}");
    var portal = PlayedPortal.of(failing, LISTS);
    var entries = portal.client().batch(gets(51));
    assertEquals(2, portal.requests.size());
    assertTrue(entries.get(50).ok());
  }

  @Test
  void aBatchThatReadsIsSentAgain() {
    var portal = PlayedPortal.of(page(502), LISTS);
    assertEquals(7, portal.client().batch(gets(7)).get(6).get().id());
    assertEquals(2, portal.requests.size());
  }

  @Test
  void aBatchWithAnAddIsNot() {
    var portal = PlayedPortal.of(page(502));
    var entries = portal.client().batch(List.of(Command.get(13), ADD));
    assertEquals(1, portal.requests.size());
    assertEquals(UnexpectedResponseException.class, entries.get(0).error().getClass());
    var unknown = (OutcomeUnknownException) entries.get(1).error();
    assertEquals("crm.calllist.add", unknown.method());
    assertEquals(Map.of("ENTITY_TYPE", "CONTACT", "ENTITIES", List.of(9L)), unknown.params());
  }

  @Test
  void aBatchWithAMethodThatNobodyKnowsIsNotEither() {
    Map<String, Object> params = Map.of("cmd", Map.of("a", "crm.activity.delete?ID=1"));
    assertEquals(false, Outcomes.isRepeatable("batch", params));
    assertEquals(
        false, Outcomes.isRepeatable("batch", Map.of("cmd", Map.of("a", "CRM.CALLLIST.ADD"))));
    assertEquals(
        true, Outcomes.isRepeatable("batch", Map.of("cmd", Map.of("a", "crm.calllist.get?ID=1"))));
  }

  @Test
  void aRequestWithoutAnAnswerKeepsWhatEarlierOnesDid() {
    Reply done = batch(Json.write(fifty()), "[]");
    var portal = PlayedPortal.of(done, error(401, "INVALID_CREDENTIALS", ""));
    var commands = Collections.nCopies(120, ADD);
    var entries = portal.client().batch(commands);
    assertEquals(51, entries.get(49).get());
    assertEquals(AuthException.class, entries.get(50).error().getClass());
    assertEquals(SkippedException.class, entries.get(100).error().getClass());
    assertEquals(2, portal.requests.size());
  }

  private static Map<String, Object> fifty() {
    var results = new LinkedHashMap<String, Object>();
    for (int i = 0; i < 50; i++) {
      results.put("c" + i, 51);
    }
    return results;
  }

  @Test
  void anAddInsideABatchMayHaveBeenDoneWhereItsErrorDoesNotTell() {
    var portal =
        PlayedPortal.of(
            batch("[]", "{\"c0\":{\"error\":\"ERROR_CORE\"},\"c1\":{\"error\":\"ENTITY_ERROR\"}}"));
    var entries = portal.client().batch(List.of(ADD, ADD, ADD));
    assertEquals(OutcomeUnknownException.class, entries.get(0).error().getClass());
    assertEquals(PortalException.class, entries.get(1).error().getClass());
    assertEquals(OutcomeUnknownException.class, entries.get(2).error().getClass(), "no trace");
  }

  @Test
  void whatIsNoBatchsAnswerIsTold() {
    for (String answer :
        List.of("null", "7", "{\"result\":{}}", "{\"result\":1,\"result_error\":[]}")) {
      var entries = PlayedPortal.of(result(answer)).client().batch(List.of(Command.get(1), ADD));
      assertEquals(UnexpectedResponseException.class, entries.get(0).error().getClass());
      assertEquals(OutcomeUnknownException.class, entries.get(1).error().getClass());
    }
  }

  @Test
  void nothingIsSentOfABatchWithACommandThatItCannotCarry() {
    var portal = PlayedPortal.of(LISTS);
    var commands = new ArrayList<Command<?>>(gets(60));
    commands.add(Command.list(ListParams.of().withFilter(Map.of("@ID", List.of()))));
    assertThrows(IllegalArgumentException.class, () -> portal.client().batch(commands));
    assertEquals(0, portal.requests.size());
  }

  @Test
  void aResultOfAnotherTypeIsTheErrorOfItsCommand() {
    var portal = PlayedPortal.of(batch("{\"c0\":false,\"c1\":{\"ID\":\"2\"}}", "[]"));
    var entries = portal.client().batch(gets(2));
    assertTrue(entries.get(0).error() instanceof UnexpectedResponseException);
    assertEquals(2, entries.get(1).result().id());
  }

  @Test
  void whatWasNotRunNamesTheFirstErrorThatStoppedTheBatch() {
    var errors = "{\"c0\":{\"error\":\"LIST_ID_ERROR\"},\"c1\":{\"error\":\"ERROR_CORE\"}}";
    var entries = PlayedPortal.of(batch("[]", errors)).client().batch(gets(3), true);
    var skipped = (SkippedException) entries.get(2).error();
    assertEquals("LIST_ID_ERROR", ((PortalException) skipped.getCause()).code());
  }

  /** Nothing was done before, so that nothing gets lost. */
  @Test
  void whatTheCallersTransportThrowsInTheFirstRequestIsThrown() {
    var portal =
        PlayedPortal.of(
            request -> {
              throw new IllegalStateException("closed");
            });
    assertThrows(IllegalStateException.class, () -> portal.client().batch(gets(2)));
  }
}
