package io.github.b24calllist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;

/** One pass over the participants of a list: whether its pages fit together. */
final class Pass {

  /** A page as it was read: the place of its first row, and the rows that may be read. */
  record Page(long start, List<Participant> rows) {
    boolean isFull() {
      return rows.size() == Numbers.PAGE_SIZE;
    }
  }

  private final int number;
  private int count;
  private int empty;
  private int longestGap;
  private int stale;
  private boolean fresh;
  private boolean moved;
  private boolean hole;
  private Page last;
  private Set<Long> ids = Set.of();

  /**
   * Pages to compare with what they say later: the first ones, the last of each request and status.
   */
  private final List<Page> first = new ArrayList<>();

  private final List<Page> borders = new ArrayList<>();
  private final Map<String, Page> ends = new LinkedHashMap<>();

  Pass(int number) {
    this.number = number;
  }

  /** Adds the next page; {@code seen} says of an id whether this pass has seen it already. */
  void add(Page page, LongPredicate seen) {
    List<Participant> rows = page.rows();
    if (last != null) {
      compare(last, (int) (last.start() + Numbers.PAGE_SIZE - page.start()), rows);
    }
    // Whoever comes again behind the overlap has moved.
    moved |= rows.stream().anyMatch(row -> seen.test(row.id()) && !ids.contains(row.id()));
    count++;
    last = page;
    ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.id()));
    if (rows.isEmpty()) {
      empty++;
      return;
    }
    longestGap = Math.max(longestGap, empty);
    empty = 0;
    stale = rows.stream().allMatch(row -> seen.test(row.id())) ? stale + 1 : 0;
    if (first.size() < Numbers.PAGE_SIZE) {
      first.add(page);
    }
    rows.forEach(row -> ends.put(row.status(), page));
  }

  /**
   * Pages overlap, so the last rows of one are the first of the next; behind a page with hidden
   * rows, some of them.
   */
  private void compare(Page before, int overlap, List<Participant> rows) {
    int common = (int) rows.stream().filter(row -> ids.contains(row.id())).count();
    int expected = before.isFull() ? overlap : Math.min(common, overlap);
    int size = before.rows().size();
    if (common != expected
        || !isSame(
            before.rows().subList(size - expected, size),
            rows.subList(0, Math.min(expected, rows.size())))) {
      moved = true;
    }
    if (before.isFull() && common == 0) {
      hole = true;
    }
  }

  /** Notes that there is a participant whom no pass has seen before. */
  void setFresh() {
    fresh = true;
  }

  /** Compares a page that was read again with what it said before. */
  void check(Page before, List<Participant> rows) {
    moved |= !isSame(before.rows(), rows);
  }

  private static boolean isSame(List<Participant> some, List<Participant> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      Participant one = some.get(i);
      Participant other = others.get(i);
      if (one.id() != other.id() || !Objects.equals(one.status(), other.status())) {
        return false;
      }
    }
    return true;
  }

  /** A request ends here: until the next one, much may move. */
  void endRequest() {
    if (last != null && empty == 0) {
      borders.add(last);
    }
  }

  /**
   * The pages that show best whether anything has moved since they were read; none where there is
   * no room for enough of them.
   */
  List<Page> landmarks(int room) {
    var pages = new LinkedHashMap<Long, Page>();
    int latest = Math.max(0, borders.size() - Numbers.PAGE_SIZE);
    for (Collection<Page> some :
        List.of(ends.values(), borders.subList(latest, borders.size()), first)) {
      some.forEach(page -> pages.putIfAbsent(page.start(), page));
    }
    return pages.size() <= room || room >= Numbers.MIN_CHECK_PAGES
        ? pages.values().stream().limit(room).toList()
        : List.of();
  }

  int number() {
    return number;
  }

  /** Pages read. */
  int count() {
    return count;
  }

  /** Empty pages in a row, up to now. */
  int empty() {
    return empty;
  }

  /** The most empty pages in a row that had rows behind them. */
  int longestGap() {
    return longestGap;
  }

  /** Pages in a row, empty ones aside, without anybody new to this pass. */
  int stale() {
    return stale;
  }

  /** Whether there are participants whom no pass before had seen. */
  boolean fresh() {
    return fresh;
  }

  /** Whether a row was not where it had to be. */
  boolean moved() {
    return moved;
  }

  /**
   * Whether two pages that overlap have no row in common: between them, somebody may be missing.
   */
  boolean hole() {
    return hole;
  }

  /** The page before; null before the first. */
  Page last() {
    return last;
  }
}
