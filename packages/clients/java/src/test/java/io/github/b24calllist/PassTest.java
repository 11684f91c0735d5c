package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the pages of one reading say about movements between them. */
class PassTest {
  private static List<Participant> rows(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(id -> new Participant(id, "IN_WORK", 3L))
        .toList();
  }

  /** A pass over pages that begin at 0, 49, 98 … */
  @SafeVarargs
  private static Pass pass(List<Participant>... pages) {
    var pass = new Pass(1);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < pages.length; i++) {
      pass.add(new Pass.Page(49L * i, pages[i]), seen::contains);
      pages[i].forEach(row -> seen.add(row.id()));
    }
    return pass;
  }

  @Test
  void pagesThatShareTheirBorderFitTogether() {
    Pass pass = pass(rows(1, 50), rows(50, 99), rows(99, 120), rows(0, -1));
    assertFalse(pass.moved());
    assertFalse(pass.hole());
    assertEquals(4, pass.count());
    assertEquals(1, pass.empty());
  }

  @Test
  void aBorderThatIsNotSharedIsAHole() {
    Pass pass = pass(rows(1, 50), rows(51, 100));
    assertTrue(pass.moved());
    assertTrue(pass.hole());
  }

  @Test
  void moreCommonRowsThanTheBorderAreAMovement() {
    Pass pass = pass(rows(1, 50), rows(49, 98));
    assertTrue(pass.moved());
    assertFalse(pass.hole());
  }

  @Test
  void aBorderWithAnotherStatusIsAMovement() {
    var second = new ArrayList<>(rows(50, 99));
    second.set(0, new Participant(50, "SUCCESS", 3L));
    assertTrue(pass(rows(1, 50), second).moved());
  }

  @Test
  void aCommonRowAtAnotherPlaceIsAMovement() {
    var second = new ArrayList<>(rows(51, 100));
    second.set(10, new Participant(50, "IN_WORK", 3L));
    assertTrue(pass(rows(1, 50), second).moved());
  }

  @Test
  void whoeverComesAgainLaterHasMoved() {
    var third = new ArrayList<>(rows(99, 120));
    third.add(new Participant(3, "SUCCESS", 3L));
    assertTrue(pass(rows(1, 50), rows(50, 99), third).moved());
  }

  @Test
  void behindAPageWithHiddenRowsTheBorderMayBeHidden() {
    assertFalse(pass(rows(1, 30), rows(50, 99)).moved());
    assertFalse(pass(rows(1, 30), rows(30, 60)).moved());
    assertFalse(pass(rows(1, 30), rows(31, 60)).hole());
    assertTrue(pass(rows(1, 30), rows(29, 60)).moved());
  }

  @Test
  void remembersTheLongestGapWithRowsBehindIt() {
    List<Participant> none = List.of();
    Pass pass = pass(rows(1, 3), none, none, none, rows(4, 5), none, none, none, none);
    assertEquals(3, pass.longestGap());
    assertEquals(4, pass.empty());
  }

  @Test
  void aPageThatReadsOtherwiseLaterHasMoved() {
    Pass pass = pass(rows(1, 50), rows(50, 70));
    Pass.Page page = pass.landmarks(50).get(0);
    pass.check(page, page.rows());
    assertFalse(pass.moved());
    pass.check(page, page.rows().subList(1, page.rows().size()));
    assertTrue(pass.moved());
  }

  @Test
  void aPageThatLaterEndsElsewhereHasMoved() {
    Pass.Page page = new Pass.Page(0, rows(1, 30));
    for (long last : List.of(29L, 31L)) {
      var pass = new Pass(1);
      pass.check(page, rows(1, last));
      assertTrue(pass.moved(), "it ends with " + last);
    }
  }

  @Test
  void landmarksAreTheLastPageOfEachStatusThenOfEachRequestThenTheFirstPages() {
    var pass = new Pass(1);
    for (int page = 0; page < 60; page++) {
      String status = page < 40 ? "IN_WORK" : "SUCCESS";
      var row = new Participant(page + 1, status, 3L);
      pass.add(new Pass.Page(49L * page, List.of(row)), id -> false);
      if (page == 30) {
        pass.endRequest();
      }
    }
    List<Long> starts = pass.landmarks(50).stream().map(page -> page.start() / 49).toList();
    assertEquals(List.of(39L, 59L, 30L, 0L, 1L), starts.subList(0, 5));
    assertEquals(50, starts.size());
    assertEquals(25, pass.landmarks(25).size());
    assertEquals(List.of(), pass.landmarks(24), "too few to be worth a request with other pages");
  }

  @Test
  void pagesThatAllFitAreLandmarksInALittleRoomToo() {
    Pass pass = pass(rows(1, 50), rows(50, 99), rows(99, 120));
    assertEquals(3, pass.landmarks(3).size());
    assertEquals(List.of(), pass.landmarks(2));
  }
}
