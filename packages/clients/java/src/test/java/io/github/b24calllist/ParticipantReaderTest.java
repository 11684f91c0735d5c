package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages a reading requests, and what it makes of a list that moves between its requests. */
class ParticipantReaderTest {
  private static BusyPortal portal(int size) {
    return new BusyPortal(new BusyList(1, size, 0));
  }

  private static List<Long> read(BusyPortal portal, int gap, String status) {
    ItemsParams params = ItemsParams.of(13);
    if (status != null) {
      params = params.withFilter(ParticipantFilter.of().withStatus(status));
    }
    var ids = new ArrayList<Long>();
    portal.client().participants(params, gap).forEach(row -> ids.add(row.id()));
    return ids;
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static List<Long> sorted(List<Long> ids) {
    return ids.stream().sorted().toList();
  }

  /** So many pages from a place on, of which each overlaps with the next. */
  private static List<Long> pages(long start, int count, int stride) {
    return LongStream.range(0, count).map(page -> start + stride * page).boxed().toList();
  }

  private static List<Integer> sizes(BusyPortal portal) {
    return portal.starts.stream().map(List::size).toList();
  }

  /** Has somebody called before a request. */
  private static void callSomebody(BusyPortal portal, int before) {
    portal.beforeRequest =
        number -> {
          if (number == before) {
            portal.list.set(portal.list.rows.get(0), "SUCCESS");
          }
        };
  }

  /** Has somebody join the list before each request. */
  private static void joinAllTheTime(BusyPortal portal) {
    portal.beforeRequest =
        number -> portal.list.rows.add(new BusyList.Row(1000 + number, "IN_WORK", 100_000));
  }

  /** Pages overlap by five rows then, and those of two requests by 25. */
  @ParameterizedTest
  @CsvSource({"300, 9", "500, 13"})
  void aLaterPassGoesAPageBeyondTheEndOfTheOneBefore(int size, int pages) {
    var portal = portal(size);
    callSomebody(portal, 1);
    assertEquals(upTo(size), sorted(read(portal, 0, null)));
    assertEquals(List.of(List.of(0L), pages(49, 10, 49), pages(0, pages, 45)), portal.starts);
  }

  @Test
  void aLaterPassOfALongListTakesMoreThanOneRequest() {
    var portal = portal(3000);
    callSomebody(portal, 1);
    assertEquals(upTo(3000), sorted(read(portal, 0, null)));
    int all = portal.starts.size();
    assertEquals(
        List.of(pages(0, 50, 45), pages(49 * 45 + 25, 19, 45)),
        portal.starts.subList(all - 2, all));
  }

  @Test
  void whatHasMovedBeforeTheCheckIsReadAgain() {
    var portal = portal(60);
    callSomebody(portal, 2);
    assertEquals(upTo(60), sorted(read(portal, 0, null)));
    assertEquals(
        List.of(List.of(0L), pages(49, 10, 49), List.of(49L, 0L), pages(0, 4, 45)), portal.starts);
  }

  @Test
  void whoIsOnlyFoundByTheCheckComesToo() {
    var portal = portal(60);
    var guest = new BusyList.Row(500, "IN_WORK", 0);
    portal.beforeRequest =
        number -> {
          if (number == 2) {
            portal.list.rows.add(0, guest);
          } else {
            portal.list.rows.remove(guest);
          }
        };
    assertTrue(read(portal, 0, null).contains(500L));
  }

  @Test
  void theCheckOfALongListLooksAtTheEndsOfStatusesAndRequestsFirst() {
    var portal = portal(3000);
    List<BusyList.Row> rows = portal.list.rows;
    rows.subList(1000, 3000).forEach(row -> row.status = "SUCCESS");
    rows.get(1500).status = "STOP_CALLING";
    assertEquals(upTo(3000), read(portal, 0, null));
    List<Long> check = portal.starts.get(portal.starts.size() - 1);
    assertEquals(50, check.size());
    assertEquals(List.of(980L, 2989L, 1470L, 0L, 490L, 2940L, 49L), check.subList(0, 7));
  }

  /** A check of fewer than 25 pages would show too little, so it waits for its own request. */
  @Test
  void theCheckOfALongListGoesWithTheLastPagesWhereThereIsRoom() {
    var room = portal(3000);
    assertEquals(upTo(3000), read(room, 74, null));
    assertEquals(List.of(1, 10, 50, 50, 25 + 25), sizes(room));

    var noRoom = portal(3000);
    assertEquals(upTo(3000), read(noRoom, 75, null));
    assertEquals(List.of(1, 10, 50, 50, 26, 50), sizes(noRoom));
  }

  @Test
  void theCheckOfAShortListGoesWithTheRequestThatDecidesAboutItsEnd() {
    var portal = portal(30);
    assertEquals(upTo(30), read(portal, 59, null));
    assertEquals(List.of(1, 10 + 1, 49 + 1), sizes(portal));
  }

  /** Of whom nobody has to be read; without a status, one of them may be somebody who moved. */
  @Test
  void thoseWhoJoinDoNotKeepAReadingByStatusFromItsEnd() {
    var portal = portal(60);
    joinAllTheTime(portal);
    List<Long> ids = read(portal, 0, "IN_WORK");
    assertTrue(ids.containsAll(upTo(60)), ids.toString());
    assertEquals(3, portal.starts.stream().filter(starts -> starts.get(0) == 0).count(), "passes");

    var other = portal(60);
    joinAllTheTime(other);
    assertThrows(UnstableListException.class, () -> read(other, 0, null));
  }

  @Test
  void whatFailsBehindTheEndDoesNotMatter() {
    var portal = portal(60);
    portal.refuses = start -> start > 98;
    assertEquals(upTo(60), read(portal, 0, null));
  }

  @Test
  void anErrorOfTheCheckEndsTheReading() {
    var portal = portal(60);
    portal.refuses = start -> portal.starts.size() == 3;
    var error = assertThrows(PortalException.class, () -> read(portal, 0, null));
    assertEquals(ErrorCode.LIST_ID_ERROR, error.code());
  }
}
