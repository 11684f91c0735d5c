package io.github.b24calllist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A call list that operators work on, as a portal orders it: each status that is set sorts all
 * participants whom the operator sees by the SORT of their statuses, those alike by rank, and
 * numbers them 10, 20, 30 … Everybody else keeps the rank. Deterministic by a seed.
 */
final class BusyList {
  static final Map<String, Integer> DICTIONARY =
      Map.of("IN_WORK", 10, "SUCCESS", 20, "WRONG_NUMBER", 30, "STOP_CALLING", 40, "UC_A1B2C3", 50);

  static final class Row {
    final long id;
    String status;
    int rank;

    Row(long id, String status, int rank) {
      this.id = id;
      this.status = status;
      this.rank = rank;
    }

    boolean isInWork() {
      return status.equals("IN_WORK");
    }
  }

  final Random random;
  final List<Row> rows = new ArrayList<>();

  /** Chance that a status is set after a command; above 1, so many are. */
  double chance;

  /** Statuses that are set between two requests, on average. */
  double between;

  /** Share of the statuses that take a participant back to IN_WORK. */
  double back = 0.05;

  /** Whether participants are now and then taken off by hand. */
  boolean isRemoving;

  /** Ids that the reader cannot read, ids that the operators cannot, ids of deleted contacts. */
  final Set<Long> hidden = new HashSet<>();

  final Set<Long> unseen = new HashSet<>();
  final Set<Long> deleted = new HashSet<>();

  Map<String, Integer> dictionary = DICTIONARY;

  /** Statuses by participant; null for a participant whose status was changed. */
  private final Map<Long, String> stayed = new LinkedHashMap<>();

  BusyList(long seed, int size, double called) {
    random = new Random(seed);
    for (int i = 0; i < size; i++) {
      String status = i < called * size ? anyCalled() : "IN_WORK";
      rows.add(new Row(i + 1, status, 10 * (i + 1)));
    }
    begin();
  }

  /** Sorts the list for its dictionary, and begins to watch who stays. */
  void begin() {
    sort(rows);
    stayed.clear();
    rows.forEach(row -> stayed.put(row.id, row.status));
  }

  private String anyCalled() {
    List<String> codes =
        dictionary.keySet().stream().filter(code -> !code.equals("IN_WORK")).sorted().toList();
    return codes.get(random.nextInt(codes.size()));
  }

  /** Hides so many of the participants, by chance. */
  void some(Set<Long> ids, double share) {
    for (Row row : rows) {
      if (random.nextDouble() < share) {
        ids.add(row.id);
      }
    }
  }

  /**
   * Whom a reading must not miss: those who stayed; with a status, those who had it all the time.
   */
  Set<Long> expected(String status) {
    return stayed.entrySet().stream()
        .filter(one -> status == null || status.equals(one.getValue()))
        .map(Map.Entry::getKey)
        .filter(id -> !hidden.contains(id))
        .collect(Collectors.toSet());
  }

  /** A page, as the portal cuts it: 50 rows, then without those that the reader cannot read. */
  List<Row> page(long start, String status) {
    List<Row> all =
        status == null ? rows : rows.stream().filter(row -> status.equals(row.status)).toList();
    int from = (int) Math.min(start, all.size());
    List<Row> page =
        all.subList(from, Math.min(from + 50, all.size())).stream()
            .filter(row -> !hidden.contains(row.id))
            .map(row -> new Row(row.id, row.status, row.rank))
            .toList();
    work();
    return page;
  }

  /** What happens after a command. */
  void work() {
    for (double left = chance; left > random.nextDouble(); left--) {
      act();
    }
  }

  /** What happens between two requests. */
  void pause() {
    for (double left = 2 * between * random.nextDouble(); left > random.nextDouble(); left--) {
      act();
    }
  }

  private void act() {
    if (isRemoving && random.nextDouble() < 0.2 && rows.size() > 1) {
      stayed.remove(rows.remove(random.nextInt(rows.size())).id);
      return;
    }
    boolean isBack = random.nextDouble() < back;
    Predicate<Row> fits =
        row -> row.isInWork() != isBack && !unseen.contains(row.id) && !deleted.contains(row.id);
    // Operators mostly call whoever is next.
    int reach = random.nextDouble() < 0.7 ? Math.min(5, rows.size()) : rows.size();
    int from = reach == 0 ? 0 : random.nextInt(reach);
    rows.stream()
        .skip(from)
        .filter(fits)
        .findFirst()
        .or(() -> rows.stream().filter(fits).findFirst())
        .ifPresent(row -> set(row, isBack || random.nextDouble() < 0.05 ? "IN_WORK" : anyCalled()));
  }

  /** Sets a status, as in the operator's window. */
  void set(Row row, String status) {
    if (!status.equals(row.status)) {
      stayed.replace(row.id, null);
    }
    row.status = status;
    row.rank += 5500;
    if (unseen.isEmpty() && deleted.isEmpty()) {
      sort(rows);
      return;
    }
    sort(
        rows.stream()
            .filter(one -> !unseen.contains(one.id) && !deleted.contains(one.id))
            .collect(Collectors.toCollection(ArrayList::new)));
    rows.sort(Comparator.<Row>comparingInt(one -> one.rank).thenComparingLong(one -> one.id));
  }

  private void sort(List<Row> seen) {
    seen.sort(
        Comparator.<Row>comparingInt(row -> dictionary.getOrDefault(row.status, 0))
            .thenComparingInt(row -> row.rank));
    number(seen);
  }

  private static void number(List<Row> seen) {
    for (int i = 0; i < seen.size(); i++) {
      seen.get(i).rank = 10 * (i + 1);
    }
  }

  /** {@code crm.calllist.update}: replaces whom the reader sees, and sorts by the status's code. */
  void update(Collection<Long> entities) {
    Predicate<Row> isSeen = row -> !hidden.contains(row.id) && !deleted.contains(row.id);
    Set<Long> known = rows.stream().map(row -> row.id).collect(Collectors.toSet());
    var seen = new ArrayList<>(rows.stream().filter(isSeen).toList());
    seen.sort(
        Comparator.<Row, String>comparing(row -> row.status).thenComparingInt(row -> row.rank));
    for (long id : entities) {
      if (!known.contains(id) && !hidden.contains(id)) {
        Row row = new Row(id, "IN_WORK", 0);
        seen.add(row);
        rows.add(row);
      }
    }
    number(seen);
    Set<Long> sent = Set.copyOf(entities);
    rows.removeIf(row -> isSeen.test(row) && !sent.contains(row.id));
    rows.sort(Comparator.<Row>comparingInt(row -> row.rank).thenComparingLong(row -> row.id));
    stayed.keySet().retainAll(rows.stream().map(row -> row.id).collect(Collectors.toSet()));
  }

  /** Statuses by id. */
  Map<Long, String> statuses() {
    var statuses = new HashMap<Long, String>();
    rows.forEach(row -> statuses.put(row.id, row.status));
    return statuses;
  }
}
