package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Waiting for the end of a list, on a clock that is held. */
class WaitUntilDoneTest {
  private static final Duration DAY = Duration.ofHours(8);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private static BusyPortal portal(int size) {
    return new BusyPortal(new BusyList(1, size, 0));
  }

  /** In each pause of the client, so many are called. */
  private static void callInPauses(BusyPortal portal, int count) {
    portal.onSleep =
        () -> {
          for (int i = 0; i < count; i++) {
            portal.list.rows.stream()
                .filter(row -> row.isInWork() && !portal.list.deleted.contains(row.id))
                .findFirst()
                .ifPresent(row -> portal.list.set(row, "SUCCESS"));
          }
        };
  }

  @Test
  void looksEveryThirtySecondsUntilNobodyIsLeft() throws Exception {
    var portal = portal(60);
    callInPauses(portal, 20);
    Instant begin = portal.now();
    var seen = new ArrayList<ListState>();
    ListState state = portal.client().waitUntilDone(13, DAY, HALF_A_MINUTE, seen::add);
    assertTrue(state.done());
    assertEquals(List.of(), state.open());
    assertEquals(List.of(), state.deleted());
    assertEquals(begin.plusSeconds(90), state.at());
    assertEquals(List.of(HALF_A_MINUTE, HALF_A_MINUTE, HALF_A_MINUTE), portal.pauses);
    assertEquals(List.of(25, 25, 20), seen.stream().map(one -> one.open().size()).toList());
    assertFalse(seen.get(0).done());
  }

  @Test
  void takesOneRequestForALookWhileManyAreLeft() throws Exception {
    var portal = portal(1000);
    callInPauses(portal, 30);
    portal.client().waitUntilDone(13, Duration.ofMinutes(2));
    assertEquals(5, portal.starts.size(), "four pauses lie between five looks");
  }

  @Test
  void endsWithoutBeingDoneWhenTheTimeIsOver() throws Exception {
    var portal = portal(3);
    Instant begin = portal.now();
    ListState state =
        portal.client().waitUntilDone(13, Duration.ofSeconds(70), HALF_A_MINUTE, one -> {});
    assertFalse(state.done());
    assertEquals(List.of(1L, 2L, 3L), state.open());
    assertEquals(begin.plusSeconds(70), state.at());
    assertEquals(Duration.ofSeconds(10), portal.pauses.get(2));
  }

  @Test
  void participantsWhoseContactWasDeletedDoNotCount() throws Exception {
    var portal = portal(100);
    portal.list.deleted.addAll(LongStream.rangeClosed(11, 70).boxed().toList());
    callInPauses(portal, 10);
    ListState state = portal.client().waitUntilDone(13, DAY);
    assertTrue(state.done(), state.toString());
    assertEquals(60, state.deleted().size());
    assertTrue(portal.updates.isEmpty());
  }

  @Test
  void aListOfLeadsCannotBeAskedForDeletedOnes() throws Exception {
    var portal = portal(2);
    portal.entityType = "LEAD";
    ListState state = portal.client().waitUntilDone(13, Duration.ofSeconds(10));
    assertFalse(state.done());
    assertEquals(List.of(1L, 2L), state.open());
    assertEquals(List.of(), state.deleted());
  }

  @Test
  void anInterruptEndsTheWaiting() {
    var portal = portal(2);
    portal.onSleep = () -> Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> portal.client().waitUntilDone(13, DAY));
    assertEquals(1, portal.pauses.size());

    var interrupted =
        PlayedPortal.of(
            request -> {
              throw new InterruptedException();
            });
    assertThrows(InterruptedException.class, () -> interrupted.client().waitUntilDone(13, DAY));
  }

  @Test
  void whatTheCallersFunctionThrowsEndsTheWaiting() {
    var mine = new IllegalStateException("enough");
    var error =
        assertThrows(
            IllegalStateException.class,
            () ->
                portal(2)
                    .client()
                    .waitUntilDone(
                        13,
                        DAY,
                        HALF_A_MINUTE,
                        state -> {
                          throw mine;
                        }));
    assertSame(mine, error);
  }

  @Test
  void refusesTimesThatAreNone() {
    var b24 = portal(2).client();
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThrows(IllegalArgumentException.class, () -> b24.waitUntilDone(13, wrong));
      assertThrows(
          IllegalArgumentException.class, () -> b24.waitUntilDone(13, DAY, wrong, state -> {}));
    }
    assertThrows(IllegalArgumentException.class, () -> b24.waitUntilDone(-1, DAY));
  }
}
