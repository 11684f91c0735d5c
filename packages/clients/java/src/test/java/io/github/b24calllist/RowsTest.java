package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading whole lists, from a portal of which a function tells the pages. */
class RowsTest {
  private static final String NOTHING =
      "{\"error\":\"ACCESS_ERROR\",\"error_description\":\"You do not have access\"}";

  /** Answers calls and batches; the function gives a result, or null for ACCESS_ERROR. */
  private static PlayedPortal portal(Function<Map<String, Object>, Object> page) {
    return PlayedPortal.of(
        request -> {
          Map<String, Object> params = parse(request.body());
          if (!params.containsKey("cmd")) {
            Object result = page.apply(params);
            return result == null
                ? PlayedPortal.json(403, NOTHING).to(request)
                : PlayedPortal.result(Json.write(result)).to(request);
          }
          var results = new LinkedHashMap<String, Object>();
          var errors = new LinkedHashMap<String, Object>();
          Wire.toMap(params.get("cmd"))
              .forEach(
                  (key, command) -> {
                    Object result = page.apply(paramsOf((String) command));
                    if (result == null) {
                      errors.put(key, parse(NOTHING));
                    } else {
                      results.put(key, result);
                    }
                  });
          return PlayedPortal.result(Json.write(Map.of("result", results, "result_error", errors)))
              .to(request);
        });
  }

  private static Map<String, Object> parse(String json) {
    return Wire.toMap(parseAny(json));
  }

  private static Object parseAny(String json) {
    try {
      return Json.parse(json);
    } catch (Json.SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Names are left flat here: FILTER[>ID]. */
  private static Map<String, Object> paramsOf(String command) {
    var params = new LinkedHashMap<String, Object>();
    for (String pair : command.split("\\?", 2)[1].split("&", -1)) {
      String[] parts = URLDecoder.decode(pair, StandardCharsets.UTF_8).split("=(?!.*])", 2);
      params.put(parts[0], parts[1]);
    }
    return params;
  }

  private static long start(Map<String, Object> params) {
    return Wire.requiredLong(params, "start");
  }

  /** Participants with these ids, of which some may not be read. */
  private static PlayedPortal participants(long count, Function<Long, Boolean> isReadable) {
    return portal(
        params -> {
          long from = start(params) + 1;
          List<Object> rows =
              LongStream.rangeClosed(from, Math.min(count, from + 49))
                  .filter(isReadable::apply)
                  .<Object>mapToObj(id -> Map.of("ID", id, "STATUS", "IN_WORK", "ENTITY_TYPE", 3))
                  .toList();
          return rows.isEmpty() ? null : rows;
        });
  }

  private static List<Long> ids(Rows<Participant> rows) {
    return rows.stream().map(Participant::id).toList();
  }

  private static List<Integer> sizes(PlayedPortal portal) {
    return portal.bodies().stream()
        .map(RowsTest::parse)
        .map(body -> body.containsKey("cmd") ? Wire.toMap(body.get("cmd")).size() : 1)
        .toList();
  }

  @Test
  void participantsComeWholeByOneThenTenThenFiftyPages() {
    var portal = participants(3001, id -> true);
    assertEquals(
        LongStream.rangeClosed(1, 3001).boxed().toList(), ids(portal.client().participants(13)));
    assertEquals(List.of(1, 10, 50, 50, 50), sizes(portal));
  }

  @Test
  void readingGoesOnAcrossAGapOfUnreadableParticipants() {
    var portal = participants(700, id -> id <= 10 || id > 500);
    assertEquals(210, ids(portal.client().participants(13)).size());
  }

  @Test
  void everyGapIsCountedByItself() {
    var portal = participants(710, id -> id % 350 <= 10);
    assertEquals(32, ids(portal.client().participants(13)).size());
  }

  @Test
  void aGapOfTenPagesIsTheEndUnlessAnotherIsGiven() {
    var portal = participants(700, id -> id <= 10 || id > 550);
    assertEquals(10, ids(portal.client().participants(13)).size());
    assertEquals(160, ids(portal.client().participants(ItemsParams.of(13), 11)).size());
  }

  @Test
  void withoutAGapAShortPageIsTheLast() {
    var short50 = participants(49, id -> true);
    assertEquals(49, ids(short50.client().participants(ItemsParams.of(13), 0)).size());
    assertEquals(List.of(1), sizes(short50));

    var full = participants(50, id -> true);
    assertEquals(50, ids(full.client().participants(ItemsParams.of(13), 0)).size());
    assertEquals(List.of(1, 10, 2), sizes(full));
    assertThrows(
        IllegalArgumentException.class, () -> full.client().participants(ItemsParams.of(13), -1));
  }

  @Test
  void aListOfWhichNothingCanBeReadIsEmpty() {
    var portal = participants(0, id -> true);
    assertEquals(List.of(), ids(portal.client().participants(13)));
    assertEquals(List.of(1, 9), sizes(portal));
  }

  @Test
  void theFilterGoesAlongAndStartDoesNot() {
    var portal = participants(0, id -> true);
    var params =
        ItemsParams.of(13).withFilter(ParticipantFilter.of().withStatus("SUCCESS")).withStart(500L);
    assertEquals(List.of(), ids(portal.client().participants(params)));
    assertEquals(
        "{\"LIST_ID\":13,\"FILTER\":{\"STATUS\":\"SUCCESS\"},\"start\":0}", portal.bodies().get(0));
  }

  @Test
  void anyOtherErrorIsThrown() {
    var unknown =
        PlayedPortal.of(PlayedPortal.error(400, "LIST_ID_ERROR", "Call list is not found"));
    assertThrows(PortalException.class, () -> ids(unknown.client().participants(99)));

    Map<String, Object> deleted = Map.of("c3", Map.of("error", "LIST_ID_ERROR"));
    var later =
        PlayedPortal.of(
            PlayedPortal.result("[" + "{\"ID\":1},".repeat(49) + "{\"ID\":1}]"),
            PlayedPortal.result(Json.write(Map.of("result", List.of(), "result_error", deleted))));
    assertThrows(CallListException.class, () -> ids(later.client().participants(13)));
  }

  @Test
  void anErrorComesAfterTheRowsBeforeItAndAgainForSomebodyWhoAsksAgain() {
    var results = new LinkedHashMap<String, Object>();
    for (int i = 0; i < 10; i++) {
      results.put("c" + i, List.of(Map.of("ID", i + 2, "STATUS", "IN_WORK", "ENTITY_TYPE", 3)));
    }
    results.remove("c1");
    Map<String, Object> errors = Map.of("c1", Map.of("error", "ERROR_CORE"));
    var portal =
        PlayedPortal.of(
            PlayedPortal.result("[{\"ID\":1,\"STATUS\":\"IN_WORK\",\"ENTITY_TYPE\":3}]"),
            PlayedPortal.result(Json.write(Map.of("result", results, "result_error", errors))));
    Iterator<Participant> rows = portal.client().participants(13).iterator();
    assertEquals(List.of(1L, 2L), List.of(rows.next().id(), rows.next().id()));
    for (int again = 0; again < 2; again++) {
      var error = assertThrows(PortalException.class, rows::next);
      assertEquals("ERROR_CORE", error.code());
    }
    assertEquals(2, portal.bodies().size());
  }

  @Test
  void aPageOfABatchThatThePortalPostponedIsRequestedByItself() {
    String first = "[{\"ID\":1,\"STATUS\":\"IN_WORK\",\"ENTITY_TYPE\":3}]";
    String second = "[{\"ID\":2,\"STATUS\":\"IN_WORK\",\"ENTITY_TYPE\":3}]";
    Map<String, Object> postponed = Map.of("error", "OPERATION_TIME_LIMIT");
    var portal =
        PlayedPortal.of(
            PlayedPortal.result(first),
            // Ten pages, and the first one once more.
            maps(11, Map.of(10, first), Map.of(4, postponed)),
            PlayedPortal.result(second),
            // Five pages, and both that had rows.
            maps(7, Map.of(5, second, 6, first), Map.of()));
    assertEquals(List.of(1L, 2L), ids(portal.client().participants(13)));
    assertEquals("{\"LIST_ID\":13,\"start\":245}", portal.bodies().get(2));
    assertEquals(List.of(1, 11, 1, 7), sizes(portal));
  }

  /** Entries of a batch by position; those that are not given are empty pages. */
  private static PlayedPortal.Reply maps(
      int count, Map<Integer, String> pages, Map<Integer, Object> refusals) {
    var results = new LinkedHashMap<String, Object>();
    var errors = new LinkedHashMap<String, Object>();
    for (int i = 0; i < count; i++) {
      if (pages.containsKey(i)) {
        results.put("c" + i, Wire.toList(parseAny(pages.get(i))));
      } else {
        errors.put("c" + i, refusals.getOrDefault(i, parse(NOTHING)));
      }
    }
    return PlayedPortal.result(Json.write(Map.of("result", results, "result_error", errors)));
  }

  @Test
  void nothingIsAskedForBeforeItIsTakenAndEachReadingBeginsAnew() {
    var portal = participants(120, id -> true);
    Rows<Participant> rows = portal.client().participants(13);
    assertEquals(0, portal.requests.size());
    var iterator = rows.iterator();
    for (int i = 0; i < 50; i++) {
      iterator.next();
    }
    assertEquals(1, portal.requests.size());
    assertEquals(51, iterator.next().id());
    assertEquals(2, portal.requests.size());
    assertEquals(1, rows.iterator().next().id());
    assertEquals(5, rows.stream().limit(5).count());

    var end = participants(1, id -> true).client().participants(ItemsParams.of(13), 0).iterator();
    end.next();
    assertThrows(NoSuchElementException.class, end::next);
  }

  /** Call lists with the ids 1, 3, 5 …, in any order. */
  private static PlayedPortal lists(int count) {
    return portal(
        params -> {
          Map<String, Object> flat = new LinkedHashMap<>(params);
          if (params.get("FILTER") instanceof Map<?, ?> filter) {
            filter.forEach((key, value) -> flat.put("FILTER[" + key + "]", value));
          }
          Long after = Wire.longOf(flat, "FILTER[>ID]");
          return LongStream.range(0, count)
              .map(n -> 2 * n + 1)
              .filter(id -> after == null || id > after)
              .skip(start(params))
              .limit(50)
              .mapToObj(id -> Map.of("ID", Long.toString(id)))
              .toList();
        });
  }

  private static List<Long> listIds(Rows<CallListRow> rows) {
    return rows.stream().map(CallListRow::id).toList();
  }

  @Test
  void callListsComeByAscendingIdEachRequestBehindTheLastId() {
    var portal = lists(1201);
    assertEquals(
        LongStream.range(0, 1201).map(n -> 2 * n + 1).boxed().toList(),
        listIds(portal.client().lists()));
    assertEquals(List.of(1, 10, 50), sizes(portal));
    assertEquals(
        "{\"FILTER\":{\">ID\":0},\"ORDER\":{\"ID\":\"ASC\"},\"start\":0}", portal.bodies().get(0));
    var second = Wire.toMap(parse(portal.bodies().get(1)).get("cmd"));
    assertEquals(
        Map.of("FILTER[>ID]", "99", "ORDER[ID]", "ASC", "start", "50"),
        paramsOf((String) second.get("c1")));
  }

  @Test
  void aConditionOfTheCallersOnTheIdIsWhereItBegins() {
    for (Object id : List.of("49", 49, 49L)) {
      var portal = lists(130);
      var params = ListParams.of().withFilter(Map.of(">ID", id, "ENTITY_TYPE_ID", 3));
      assertEquals(
          LongStream.range(25, 130).map(n -> 2 * n + 1).boxed().toList(),
          listIds(portal.client().lists(params)));
      var second = Wire.toMap(parse(portal.bodies().get(1)).get("cmd"));
      assertEquals("149", paramsOf((String) second.get("c0")).get("FILTER[>ID]"));
      assertEquals("3", paramsOf((String) second.get("c0")).get("FILTER[ENTITY_TYPE_ID]"));
    }
  }

  @Test
  void theIdsGoOnFromTheHighestWhateverTheirOrder() {
    var ids = new ArrayList<Object>();
    LongStream.rangeClosed(1, 50).forEach(id -> ids.add(0, Map.of("ID", id)));
    var portal = portal(params -> ids);
    var read = portal.client().lists().iterator();
    for (int i = 0; i < 50; i++) {
      read.next();
    }
    read.next();
    var second = Wire.toMap(parse(portal.bodies().get(1)).get("cmd"));
    assertEquals("50", paramsOf((String) second.get("c0")).get("FILTER[>ID]"));
  }

  @Test
  void anIdThatWasSelectedIsShownAndAskedForOnce() {
    for (List<String> select : List.of(List.of("ID", "WEBFORM_ID"), List.of("*"))) {
      var portal = lists(2);
      var rows = portal.client().lists(ListParams.of().withSelect(select));
      assertEquals(List.of(1L, 3L), listIds(rows));
      assertEquals(select, parse(portal.bodies().get(0)).get("SELECT"));
    }
  }

  @Test
  void ascendingByIdIsNoOtherOrder() {
    for (Map<String, String> order : List.of(Map.<String, String>of(), Map.of("ID", "ASC"))) {
      var portal = lists(2);
      assertEquals(2, portal.client().lists(ListParams.of().withOrder(order)).stream().count());
      assertEquals(
          "{\"FILTER\":{\">ID\":0},\"ORDER\":{\"ID\":\"ASC\"},\"start\":0}",
          portal.bodies().get(0));
    }
  }

  @Test
  void aConditionThatIsNoPlaceToBeginAtIsSentAsItIs() {
    var portal = lists(60);
    var params = ListParams.of().withFilter(Map.of(">ID", List.of(1)));
    assertEquals(50, portal.client().lists(params).stream().limit(50).count());
    assertEquals(
        "{\"FILTER\":{\">ID\":[1]},\"ORDER\":{\"ID\":\"ASC\"},\"start\":0}",
        portal.bodies().get(0));
  }

  @Test
  void whatStandsBehindAShortPageIsNotRead() {
    var results = new LinkedHashMap<String, Object>();
    for (int page = 0; page < 10; page++) {
      var rows = new ArrayList<Object>();
      for (int id = 0; id < (page == 0 ? 7 : 50); id++) {
        rows.add(Map.of("ID", 51 + 50 * page + id));
      }
      results.put("c" + page, rows);
    }
    var first = new ArrayList<Object>();
    LongStream.rangeClosed(1, 50).forEach(id -> first.add(Map.of("ID", id)));
    var portal =
        PlayedPortal.of(
            PlayedPortal.result(Json.write(first)),
            PlayedPortal.result(Json.write(Map.of("result", results, "result_error", List.of()))));
    assertEquals(57, portal.client().lists().stream().count());
    assertEquals(2, portal.requests.size());
  }

  @Test
  void callListsThatCannotBeReadAreAnErrorAndNotAnEmptyPage() {
    for (Map<String, String> order : List.of(Map.of("ID", "ASC"), Map.of("ID", "DESC"))) {
      var portal = PlayedPortal.of(PlayedPortal.json(403, NOTHING));
      Rows<CallListRow> rows = portal.client().lists(ListParams.of().withOrder(order));
      assertThrows(AccessException.class, () -> listIds(rows));
      assertEquals(1, portal.requests.size());
    }
  }

  @Test
  void nothingIsRequestedAgainBehindAPageThatFailed() {
    Map<Integer, Object> refusals =
        Map.of(0, Map.of("error", "ERROR_CORE"), 4, Map.of("error", "OPERATION_TIME_LIMIT"));
    String first = "[{\"ID\":1,\"STATUS\":\"IN_WORK\",\"ENTITY_TYPE\":3}]";
    var portal = PlayedPortal.of(PlayedPortal.result(first), maps(11, Map.of(), refusals));
    Rows<Participant> rows = portal.client().participants(13);
    var error = assertThrows(PortalException.class, () -> ids(rows));
    assertEquals("ERROR_CORE", error.code());
    assertEquals(2, portal.requests.size());
  }

  @Test
  void anIdThatWasNotSelectedIsAskedForAndNotShown() {
    var portal = lists(3);
    var rows = portal.client().lists(ListParams.of().withSelect(List.of("DATE_CREATE")));
    assertEquals(3, rows.stream().filter(row -> row.id() == null).count());
    assertEquals(List.of("DATE_CREATE", "ID"), parse(portal.bodies().get(0)).get("SELECT"));
  }

  @Test
  void inAnotherOrderPagesAreCountedOff() {
    var portal = lists(601);
    var rows = portal.client().lists(ListParams.of().withOrder(Map.of("DATE_CREATE", "DESC")));
    assertEquals(601, rows.stream().count());
    assertEquals(
        "{\"ORDER\":{\"DATE_CREATE\":\"DESC\",\"ID\":\"ASC\"},\"start\":0}",
        portal.bodies().get(0));
    var third = Wire.toMap(parse(portal.bodies().get(2)).get("cmd"));
    assertEquals("550", paramsOf((String) third.get("c0")).get("start"));
  }

  private static PlayedPortal theSamePageForEachStart(int rows) {
    List<Object> page =
        LongStream.rangeClosed(1, rows)
            .<Object>mapToObj(id -> Map.of("ID", id, "STATUS", "IN_WORK"))
            .toList();
    return portal(params -> page);
  }

  private static void assertNotReadForEver(PlayedPortal portal, Rows<?> rows, int expected) {
    var read = rows.iterator();
    for (int i = 0; i < expected; i++) {
      read.next();
    }
    var error = assertThrows(UnexpectedResponseException.class, read::hasNext);
    assertEquals(200, error.status());
    assertTrue(error.getMessage().contains("the same rows for each start"), error.getMessage());
    assertEquals(2, portal.requests.size(), "one page, and ten with nobody new");
  }

  @ParameterizedTest
  @CsvSource({"50, 10", "50, 0", "3, 10"})
  void participantsFromAPortalThatLooksAtNoStartAreNotReadForEver(int rows, int gap) {
    var portal = theSamePageForEachStart(rows);
    assertNotReadForEver(portal, portal.client().participants(ItemsParams.of(13), gap), rows);
    assertThrows(UnexpectedResponseException.class, () -> portal.client().progressOf(13));
  }

  @Test
  void callListsFromAPortalThatLooksAtNoStartAreNotReadForEver() {
    var portal = theSamePageForEachStart(50);
    assertNotReadForEver(portal, portal.client().lists(), 100);
    var other = theSamePageForEachStart(50);
    var inAnotherOrder = ListParams.of().withOrder(Map.of("DATE_CREATE", "ASC"));
    assertNotReadForEver(other, other.client().lists(inAnotherOrder), 550);
  }

  @Test
  void pagesOfRowsThatAreAlikeAreRead() {
    List<Object> alike = Stream.generate(() -> (Object) Map.of("WEBFORM_ID", 7)).limit(50).toList();
    var portal = portal(params -> start(params) < 600 ? alike : List.of());
    var params =
        ListParams.of().withSelect(List.of("WEBFORM_ID")).withOrder(Map.of("WEBFORM_ID", "ASC"));
    assertEquals(600, portal.client().lists(params).stream().count());
  }

  @Test
  void aPageHasNoMoreRowsThanTheLargestTableOfCallLists() {
    Command<List<CallListRow>> list = Command.list(ListParams.of().withStart(-1L));
    var masking = new Redactor(List.of());
    List<Object> rows = Collections.nCopies(500_000, Map.of());
    assertEquals(500_000, list.read(rows, masking).size());
    List<Object> more = Collections.nCopies(500_001, Map.of());
    assertThrows(UnexpectedResponseException.class, () -> list.read(more, masking));
  }
}
