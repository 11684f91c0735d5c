package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists are read while operators work on them: who stays is never lost, and comes once. */
class ParticipantsTest {
  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<Long> ids(BusyPortal portal, int gap, String status) {
    ItemsParams params = ItemsParams.of(13);
    if (status != null) {
      params = params.withFilter(ParticipantFilter.of().withStatus(status));
    }
    return portal.client().participants(params, gap).stream().map(Participant::id).toList();
  }

  /** Reads as {@link Rows} does, without a client. */
  private static List<Long> read(BusyList list, int gap, String status) {
    var params = ItemsParams.of(13).withFilter(ParticipantFilter.of().withStatus(status));
    var reader = new ParticipantReader(params, gap);
    var ids = new ArrayList<Long>();
    for (int request = 0; !reader.isDone(); request++) {
      assertNull(reader.error());
      var commands = reader.commands(request == 0 ? 1 : request == 1 ? 10 : 50);
      assertTrue(commands.size() >= 1 && commands.size() <= 50, "commands: " + commands.size());
      list.pause();
      List<List<Participant>> pages =
          commands.stream()
              .map(command -> list.page(Wire.requiredLong(command.params(), "start"), status))
              .map(
                  page ->
                      page.stream().map(row -> new Participant(row.id, row.status, 3L)).toList())
              .toList();
      reader.take(pages, null).forEach(row -> ids.add(row.id()));
    }
    return ids;
  }

  /** What is wrong with a reading, in words; empty where nothing is. */
  private static String mistake(BusyList list, List<Long> ids, String status) {
    Set<Long> lost = list.expected(status);
    lost.removeAll(Set.copyOf(ids));
    return (lost.isEmpty() ? "" : "lost " + lost + " ")
        + (new HashSet<>(ids).size() < ids.size() ? "somebody came twice" : "");
  }

  /** A list of any size, with any rights and rates; sometimes far busier than a call centre is. */
  @Tag("slow")
  @Test
  void whoStaysComesOnceInReadingsOfAnyLists() {
    var mistakes = new ArrayList<String>();
    for (int seed = 1; seed <= 200; seed++) {
      var random = new Random(seed * 31L + 7);
      // Few are long, but only these have more pages than are read once more at the end.
      int most = pick(random, List.of(60, 60, 900, 900, 900, 900, 900, 900, 900, 6000));
      int size = 1 + random.nextInt(most);
      int gap = random.nextDouble() < 0.3 ? 0 : 10;
      String status =
          random.nextDouble() < 0.3 ? pick(random, List.of("IN_WORK", "SUCCESS")) : null;
      var list = new BusyList(seed, size, random.nextDouble());
      list.chance = pick(random, List.of(0.0, 0.02, 0.3, 1.0));
      list.between = pick(random, List.of(0.0, 0.5, 3.0, 40.0));
      list.back = pick(random, List.of(0.0, 0.05, 0.5));
      list.some(list.hidden, gap == 0 ? 0 : pick(random, List.of(0.0, 0.0, 0.02, 0.3, 0.8)));
      list.some(list.unseen, pick(random, List.of(0.0, 0.0, 0.3)));
      list.isRemoving = random.nextDouble() < 0.2;
      if (random.nextDouble() < 0.2) {
        list.dictionary = Map.of("IN_WORK", 50, "SUCCESS", 5, "WRONG_NUMBER", 60);
        list.begin();
      }
      String mistake = mistake(list, read(list, gap, status), status);
      if (!mistake.isBlank()) {
        mistakes.add("seed " + seed + ": " + mistake);
      }
    }
    assertEquals(List.of(), mistakes);
  }

  /** So the test above can fail: the same lists, read as if nothing moved. */
  @Tag("slow")
  @Test
  void pagesThatAreCountedOffLoseSomebody() {
    int losing = 0;
    for (int seed = 1; seed <= 50; seed++) {
      var list = new BusyList(seed, 1000, 0.3);
      list.chance = 0.1;
      var ids = new ArrayList<Long>();
      for (long start = 0; start < 1500; start += 50) {
        list.page(start, null).forEach(row -> ids.add(row.id));
      }
      losing += list.expected(null).stream().allMatch(ids::contains) ? 0 : 1;
    }
    assertTrue(losing > 25, "readings that lost somebody: " + losing);
  }

  @Test
  void withoutAnybodyAtWorkPagesOverlapByARowAndSomeAreReadOnceMore() {
    var portal = new BusyPortal(new BusyList(1, 130, 0));
    assertEquals(130, ids(portal, 10, null).size());
    var behind = LongStream.range(0, 10).map(page -> 49 + 49 * page).boxed().toList();
    assertEquals(List.of(List.of(0L), behind, List.of(539L, 588L, 98L, 0L, 49L)), portal.starts);
  }

  @Test
  void aShortListIsCheckedInTheRequestThatLooksBehindItsEnd() {
    var portal = new BusyPortal(new BusyList(1, 30, 0.3));
    assertEquals(30, ids(portal, 10, null).size());
    assertEquals(2, portal.starts.size());
    assertEquals(11, portal.starts.get(1).size());
    assertEquals(0, portal.starts.get(1).get(10));
  }

  @ParameterizedTest
  @CsvSource({"50, 3", "130, 3", "600, 4", "1000, 4", "6000, 6"})
  void takesFewRequests(int size, int requests) {
    var portal = new BusyPortal(new BusyList(1, size, 0.3));
    assertEquals(size, ids(portal, 10, null).size());
    assertEquals(requests, portal.starts.size());
  }

  @Test
  void aListThatNeverComesToRestEndsWithAnErrorAfterItsRows() {
    var list = new BusyList(1, 200, 0.3);
    list.chance = 60;
    list.back = 0.5;
    var ids = new ArrayList<Long>();
    var rows = new BusyPortal(list).client().participants(13);
    var error =
        assertThrows(UnstableListException.class, () -> rows.forEach(one -> ids.add(one.id())));
    assertEquals(10, error.passes());
    assertEquals(
        "crm.calllist.items.get: the list kept changing while it was read 10 times. Participants may "
            + "be missing; try again later",
        error.getMessage());
    assertTrue(ids.size() > 150, "rows before the error: " + ids.size());
    assertEquals(ids.size(), new HashSet<>(ids).size(), "somebody came twice");
  }

  @Test
  void progressCountsEverybodyOnce() {
    var list = new BusyList(3, 700, 0.5);
    list.chance = 0.05;
    var portal = new BusyPortal(list);
    ListProgress progress = portal.client().progressOf(13);
    assertEquals(700, progress.total());
    assertEquals(700, progress.byStatus().values().stream().mapToLong(Long::longValue).sum());
    assertTrue(progress.of("IN_WORK") > 0);
    assertEquals(0, progress.of("UC_NOBODY"));
    assertEquals(portal.now(), progress.to());
  }
}
