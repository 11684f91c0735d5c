package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes of participants, also while operators work: whoever was not named stays as it is. */
class ChangeParticipantsTest {
  private static List<Long> none() {
    return List.of();
  }

  private static BusyPortal portal(int size) {
    return new BusyPortal(new BusyList(1, size, 0.3));
  }

  private static Set<Long> range(long from, long to) {
    return new HashSet<>(LongStream.rangeClosed(from, to).boxed().toList());
  }

  @Test
  void addsAndRemovesAndKeepsStatusesAndTheWebForm() {
    var portal = portal(120);
    Map<Long, String> before = portal.list.statuses();
    var changed =
        portal.client().changeParticipants(13, List.of(500L, 501L, 7L), List.of(3L, 900L));
    assertEquals(List.of(500L, 501L), changed.added());
    assertEquals(List.of(3L), changed.removed());
    assertEquals(none(), changed.notAdded());
    assertEquals(none(), changed.notRemoved());
    assertEquals(none(), changed.deleted());
    assertTrue(changed.confirmed());
    assertEquals(1, portal.updates.size());
    assertEquals(5L, portal.webform);
    before.remove(3L);
    Map<Long, String> after = portal.list.statuses();
    assertEquals("IN_WORK", after.remove(500L));
    assertEquals("IN_WORK", after.remove(501L));
    assertEquals(before, after);
  }

  @Test
  void writesNothingWhereThereIsNothingToDo() {
    var portal = portal(60);
    var changed = portal.client().changeParticipants(13, List.of(7L), List.of(900L));
    assertEquals(none(), changed.added());
    assertEquals(none(), changed.removed());
    assertTrue(changed.confirmed());
    assertEquals(List.of(), portal.updates);
    // It is read once, and no id is asked about.
    assertEquals(1, portal.starts.stream().filter(starts -> starts.indexOf(0L) == 0).count());
    assertEquals(1, portal.starts.stream().filter(List::isEmpty).count(), "crm.calllist.get");
  }

  @Test
  void whoJoinsBetweenTwoReadingsStays() {
    var portal = portal(60);
    portal.beforeRequest =
        number -> {
          // The request before asked about ids.
          if (number > 1 && portal.starts.get(number - 1).isEmpty() && portal.updates.isEmpty()) {
            boolean isThere = portal.list.rows.stream().anyMatch(row -> row.id == 700);
            if (!isThere) {
              portal.list.rows.add(new BusyList.Row(700, "IN_WORK", 100_000));
            }
          }
        };
    var changed = portal.client().changeParticipants(13, List.of(500L), none());
    assertEquals(List.of(500L), changed.added());
    assertTrue(portal.list.statuses().containsKey(700L), "700 joined and was taken off");
  }

  @Test
  void whoseContactWasDeletedIsNotAddedAgain() {
    var portal = portal(60);
    portal.list.deleted.add(5L);
    var changed = portal.client().changeParticipants(13, List.of(5L, 500L), none());
    assertEquals(List.of(500L), changed.added());
    assertEquals(List.of(5L), changed.deleted());
    assertFalse(portal.updates.get(0).contains(5L));
  }

  @Test
  void tenOfTheIdsThatBelongToNoContactAreInTheMessage() {
    var unknown = LongStream.range(2_000_000, 2_000_011).boxed().toList();
    for (int count : List.of(10, 11)) {
      var portal = portal(5);
      List<Long> ids = unknown.subList(0, count);
      var error =
          assertThrows(
              PortalException.class, () -> portal.client().changeParticipants(13, ids, none()));
      assertEquals(ids, error.ids());
      String end = count == 10 ? "2000009. Nothing" : "2000009, …. Nothing";
      assertTrue(error.description().contains(end), error.description());
    }
  }

  @Test
  void anotherTypeOfListIsNamed() {
    for (var type : Map.of("LEAD", "one of LEAD.", "", "one of an unknown type.").entrySet()) {
      var portal = portal(5);
      portal.entityType = type.getKey();
      var error =
          assertThrows(
              PortalException.class,
              () -> portal.client().changeParticipants(13, List.of(500L), none()));
      assertTrue(error.description().contains(type.getValue()), error.description());
    }
  }

  @Test
  void removeWinsOverAdd() {
    var portal = portal(10);
    var changed = portal.client().changeParticipants(13, List.of(7L, 20L), List.of(7L));
    assertEquals(List.of(7L), changed.removed());
    assertEquals(List.of(20L), changed.added());
    assertEquals(none(), changed.notAdded());
  }

  @Test
  void leavesOutWhomThePortalWouldRejectAndReportsThem() {
    var portal = portal(200);
    portal.list.deleted.addAll(List.of(5L, 50L, 199L));
    var changed = portal.client().changeParticipants(13, List.of(500L), List.of(50L, 60L));
    assertEquals(List.of(500L), changed.added());
    assertEquals(List.of(60L), changed.removed());
    assertEquals(List.of(50L), changed.notRemoved());
    assertEquals(List.of(5L, 50L, 199L), changed.deleted());
    Set<Long> expected = range(1, 200);
    expected.remove(60L);
    expected.add(500L);
    assertEquals(expected, portal.list.statuses().keySet());
  }

  @Test
  void reportsIdsThatTheUserCannotRead() {
    var portal = portal(60);
    portal.list.hidden.addAll(List.of(500L, 8L));
    var changed = portal.client().changeParticipants(13, List.of(500L, 501L), List.of(9L));
    assertEquals(List.of(501L), changed.added());
    assertEquals(List.of(500L), changed.notAdded());
    assertTrue(portal.list.statuses().containsKey(8L), "who cannot be read stays");
  }

  @Test
  void namesIdsThatBelongToNoContact() {
    var portal = portal(60);
    var add = new ArrayList<>(LongStream.rangeClosed(500, 700).boxed().toList());
    add.addAll(List.of(2_000_000L, 3_000_000L));
    var error =
        assertThrows(
            PortalException.class, () -> portal.client().changeParticipants(13, add, none()));
    assertEquals(ErrorCode.ENTITIES_ERROR, error.code());
    assertEquals(List.of(2_000_000L, 3_000_000L), error.ids());
    assertEquals(
        "crm.calllist.update: ENTITIES_ERROR: No contact or company has the id 2000000, 3000000. "
            + "Nothing was written (HTTP 400)",
        error.getMessage());
    assertEquals(List.of(), portal.updates);
  }

  @Tag("slow")
  @Test
  void worksForMoreParticipantsThanACommandOfABatchCanCarry() {
    var portal = portal(2500);
    portal.list.deleted.add(2400L);
    var changed = portal.client().changeParticipants(13, List.of(5000L), List.of(1L));
    assertEquals(List.of(5000L), changed.added());
    assertEquals(List.of(1L), changed.removed());
    assertEquals(List.of(2400L), changed.deleted());
    assertEquals(2500, portal.list.rows.size());
  }

  @Test
  void findsThoseBehindALongGapInEachReading() {
    var portal = portal(3000);
    portal.list.hidden.addAll(range(100, 2800));
    var changed = portal.client().changeParticipants(13, List.of(5000L), none());
    assertEquals(List.of(5000L), changed.added());
    assertEquals(3001, portal.list.rows.size());
  }

  @Test
  void doesNotEmptyAList() {
    var portal = portal(2);
    assertThrows(
        IllegalArgumentException.class,
        () -> portal.client().changeParticipants(13, none(), List.of(1L, 2L)));
    assertEquals(List.of(), portal.updates);
  }

  @Test
  void checksIdsBeforeAnythingIsSent() {
    var portal = portal(2);
    for (List<Long> wrong : List.of(List.of(0L), List.of(-1L), Arrays.asList(1L, null))) {
      var error =
          assertThrows(
              IllegalArgumentException.class,
              () -> portal.client().changeParticipants(13, wrong, none()));
      assertTrue(error.getMessage().startsWith("add: a list of ids"), error.getMessage());
      assertThrows(
          IllegalArgumentException.class,
          () -> portal.client().changeParticipants(13, none(), wrong));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> portal.client().changeParticipants(0, List.of(1L), none()));
    assertEquals(List.of(), portal.starts);
  }

  @Test
  void writesNothingWhereTheListNeverComesToRest() {
    var portal = portal(200);
    portal.list.chance = 20;
    portal.list.back = 0.5;
    var error =
        assertThrows(
            UnstableListException.class,
            () -> portal.client().changeParticipants(13, List.of(5000L), none()));
    assertTrue(
        error.getMessage().endsWith("Nothing was written; try again later"), error.getMessage());
    assertEquals(List.of(), portal.updates);
  }

  @Test
  void isNotConfirmedWhereTheReadingAfterwardsFails() {
    var portal = portal(60);
    portal.failsAfterUpdate = 5;
    var changed = portal.client().changeParticipants(13, List.of(500L), List.of(3L));
    assertFalse(changed.confirmed());
    assertEquals(List.of(500L), changed.added());
    assertEquals(List.of(3L), changed.removed());
    assertEquals(1, portal.updates.size());
  }

  @Test
  void anErrorBeforeTheUpdateSaysThatNothingWasChanged() {
    for (int request = 0; request < 4; request++) {
      var portal = portal(60);
      int broken = request;
      portal.beforeRequest =
          number -> {
            if (number >= broken) {
              throw new UncheckedIOException(new IOException("Connection reset"));
            }
          };
      var error =
          assertThrows(
              CallListException.class,
              () -> portal.client().changeParticipants(13, List.of(500L), none()));
      assertEquals(Executed.NO, error.executed(), "request " + request);
      assertEquals(List.of(), portal.updates);
    }
  }

  @Test
  void refusesAListOfLeadsBeforeItIsRead() {
    var portal = portal(60);
    portal.entityType = "LEAD";
    var error =
        assertThrows(
            PortalException.class,
            () -> portal.client().changeParticipants(13, List.of(500L), none()));
    assertEquals(ErrorCode.ENTITY_TYPE_ERROR, error.code());
    assertTrue(error.getMessage().contains("this is one of LEAD"), error.getMessage());
    assertEquals(1, portal.starts.size());
    assertEquals(List.of(), portal.updates);
  }

  @Test
  void aListWithoutAWebFormHasNoneAfterwards() {
    for (String none : List.of("0", "")) {
      var portal = portal(10);
      portal.webform = none;
      portal.client().changeParticipants(13, List.of(500L), none());
      assertEquals("", portal.webform, "nothing was sent for it");
    }
  }

  /** Each run does exactly what was asked, or writes nothing. */
  @Tag("slow")
  @Test
  void losesNobodyInChangesUnderOperators() {
    var mistakes = new ArrayList<String>();
    int written = 0;
    for (int seed = 1; seed <= 200; seed++) {
      var random = new Random(seed * 17L + 3);
      var list = new BusyList(seed, 1 + random.nextInt(300), random.nextDouble());
      list.chance = List.of(0.0, 0.02, 0.2, 0.6).get(random.nextInt(4));
      list.between = List.of(0.0, 1.0, 5.0).get(random.nextInt(3));
      list.some(list.unseen, List.of(0.0, 0.2).get(random.nextInt(2)));
      list.some(list.deleted, List.of(0.0, 0.05).get(random.nextInt(2)));
      list.some(list.hidden, List.of(0.0, 0.1, 0.5).get(random.nextInt(3)));
      var remove = new ArrayList<Long>();
      for (BusyList.Row row : list.rows) {
        if (random.nextDouble() < 0.1) {
          remove.add(row.id);
        }
      }
      List<Long> add =
          LongStream.range(0, random.nextInt(20)).map(id -> 5000 + id).boxed().toList();
      Set<Long> expected = new HashSet<>(list.statuses().keySet());
      remove.stream()
          .filter(id -> !list.deleted.contains(id) && !list.hidden.contains(id))
          .forEach(expected::remove);
      expected.addAll(add);
      Set<Long> before = Set.copyOf(list.statuses().keySet());
      var portal = new BusyPortal(list);
      boolean isRefused = false;
      try {
        portal.client().changeParticipants(13, add, remove);
      } catch (UnstableListException | IllegalArgumentException e) {
        isRefused = true;
      }
      Set<Long> after = list.statuses().keySet();
      boolean isRight =
          isRefused ? portal.updates.isEmpty() && after.equals(before) : after.equals(expected);
      written += portal.updates.size();
      if (!isRight) {
        mistakes.add("seed " + seed);
      }
    }
    assertEquals(List.of(), mistakes);
    assertTrue(written > 140, "changes that were written: " + written);
  }
}
