package io.github.b24calllist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the participants of a list while people work on it. Each status that an operator sets moves
 * participants from page to page. So pages overlap, and a list on which something has moved is read
 * again. Pages are cut before unreadable rows are taken out: a page may be short, or a 403 as if it
 * were past the end, although more follow.
 */
final class ParticipantReader implements PageReader<Participant> {
  static final String METHOD = Commands.ITEMS;

  private final Map<String, Object> params;
  private final boolean hasStatus;
  private final int gap;

  /** By id, the pass that has seen the participant last. */
  private final Map<Long, Integer> seen = new HashMap<>();

  private Pass pass = new Pass(1);

  /** The place behind the last page of the pass before. */
  private long end;

  private List<Long> starts = List.of();
  private List<Pass.Page> checks = List.of();
  private boolean done;
  private CallListException error;

  /**
   * Begins a reading.
   *
   * @param gap how many empty pages in a row are the end; 0 where every row is readable, so that a
   *     short page is the last
   */
  ParticipantReader(ItemsParams params, int gap) {
    this.params = params.toWire();
    hasStatus = params.filter() != null && params.filter().status() != null;
    this.gap = gap;
  }

  /** The most empty pages in a row that the last pass found in the middle of the list. */
  int longestGap() {
    return pass.longestGap();
  }

  @Override
  public List<Command<List<Participant>>> commands(int pages) {
    boolean isKnown = isEnd() || pass.empty() > 0 || isShort() || pass.number() > 1;
    int count = isKnown ? Math.min(wanted(), pages) : pages;
    int stride =
        Numbers.PAGE_SIZE
            - (pass.number() == 1 ? Numbers.PAGE_OVERLAP : Numbers.PAGE_OVERLAP_MOVING);
    starts = new ArrayList<>();
    for (int page = 0; page < count; page++) {
      starts.add(next() + (long) page * stride);
    }
    checks = isCheckDue() ? pass.landmarks(Numbers.BATCH_SIZE - count) : List.of();
    var commands = new ArrayList<Command<List<Participant>>>();
    starts.forEach(one -> commands.add(command(one)));
    checks.forEach(page -> commands.add(command(page.start())));
    return commands;
  }

  /** How many pages decide about the end, where it is near. */
  private int wanted() {
    if (isEnd()) {
      return 0;
    }
    if (pass.empty() > 0) {
      return gap - pass.empty();
    }
    if (pass.number() == 1) {
      return Math.max(pass.count(), gap);
    }
    double strides = (double) (end - next()) / (Numbers.PAGE_SIZE - Numbers.PAGE_OVERLAP_MOVING);
    return Math.max(1, (int) Math.ceil(strides) + 1);
  }

  /** Where the next request begins. */
  private long next() {
    int overlap = pass.number() == 1 ? Numbers.PAGE_OVERLAP : Numbers.REQUEST_OVERLAP_MOVING;
    return pass.last() == null ? 0 : pass.last().start() + Numbers.PAGE_SIZE - overlap;
  }

  private Command<List<Participant>> command(long start) {
    var sent = new LinkedHashMap<>(params);
    sent.put("start", start);
    return new Command<>(METHOD, sent, Results.rows(Participant::fromWire));
  }

  @Override
  public List<Participant> take(List<List<Participant>> pages, CallListException failure) {
    var fresh = new ArrayList<Participant>();
    int read = Math.min(pages.size(), starts.size());
    for (int i = 0; i < read && !isEnd(); i++) {
      pass.add(new Pass.Page(starts.get(i), pages.get(i)), this::isSeen);
      keep(pages.get(i), fresh);
    }
    pass.endRequest();
    List<List<Participant>> checked = pages.subList(read, pages.size());
    for (int i = 0; i < checked.size(); i++) {
      pass.check(checks.get(i), checked.get(i));
      keep(checked.get(i), fresh);
    }
    boolean isBehindEnd = isEnd() && pages.size() < starts.size();
    if (failure != null && !isBehindEnd) {
      error = failure;
    } else if (pass.stale() >= Numbers.MAX_STALE_PAGES) {
      error = UnexpectedResponseException.sameRows(METHOD);
    } else if (isEnd()) {
      conclude(!checked.isEmpty());
    }
    return fresh;
  }

  private boolean isSeen(long id) {
    return seen.getOrDefault(id, 0) == pass.number();
  }

  private void keep(List<Participant> rows, List<Participant> fresh) {
    for (Participant row : rows) {
      if (seen.put(row.id(), pass.number()) == null) {
        pass.setFresh();
        fresh.add(row);
      }
    }
  }

  private boolean isEnd() {
    if (pass.last() == null) {
      return false;
    }
    return gap == 0 ? !pass.last().isFull() : pass.empty() >= gap;
  }

  /**
   * At the end of the first pass, where nothing seems to have moved, pages that were read are
   * looked at once more. That shows what the borders of pages cannot: what was hidden from the user
   * has moved, or what is hidden from an operator kept its place. The check goes with the last
   * pages, where the end is near.
   */
  private boolean isCheckDue() {
    return pass.number() == 1 && !pass.moved() && (isEnd() || pass.empty() > 0 || isShort());
  }

  /** Only the first page was read, and it is not full: most likely, that is all. */
  private boolean isShort() {
    return pass.count() == 1 && !pass.last().isFull();
  }

  /** The pass has come to the end of the list. */
  private void conclude(boolean isChecked) {
    int number = pass.number();
    boolean isOnePage = pass.count() == 1 || seen.isEmpty();
    if (number == 1 && !pass.moved() && !isChecked && !isOnePage) {
      return; // the check comes next
    }
    // With a status, new ones may join all the time, of whom nobody has to be read.
    boolean bringsNobody = !pass.fresh() || (hasStatus && number > 2);
    done = number == 1 ? !pass.moved() : !pass.hole() && bringsNobody;
    if (done) {
      return;
    }
    if (number == Numbers.MAX_PASSES) {
      error = new UnstableListException(number, "Participants may be missing");
    }
    end = pass.last().start() + Numbers.PAGE_SIZE;
    pass = new Pass(number + 1);
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public CallListException error() {
    return error;
  }
}
