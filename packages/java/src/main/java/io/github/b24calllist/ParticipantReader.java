package io.github.b24calllist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the participants of a list. Pages are cut before unreadable rows are taken out: a page may
 * be short, or a 403 as if it were past the end, although more follow.
 */
final class ParticipantReader implements PageReader<Participant> {
  private static final String METHOD = "crm.calllist.items.get";

  private final Map<String, Object> params;
  private final int gap;
  private long next;
  private int empty;
  private boolean done;

  /**
   * Begins a reading.
   *
   * @param gap how many empty pages in a row are the end; 0 where every row is readable, so that a
   *     short page is the last
   */
  ParticipantReader(ItemsParams params, int gap) {
    this.params = params.toWire();
    this.gap = gap;
  }

  @Override
  public List<Command<List<Map<String, Object>>>> commands(int pages) {
    var commands = new ArrayList<Command<List<Map<String, Object>>>>();
    for (int page = 0; page < pages; page++) {
      var sent = new LinkedHashMap<>(params);
      sent.put("start", (next + page) * PAGE);
      commands.add(PageReader.command(METHOD, sent));
    }
    return commands;
  }

  @Override
  public List<Participant> take(List<Map<String, Object>> page) {
    List<Participant> rows =
        page.stream().map(row -> PageReader.read(METHOD, row, Participant::fromWire)).toList();
    next++;
    empty = page.isEmpty() ? empty + 1 : 0;
    done = gap == 0 ? page.size() < PAGE : empty >= gap;
    return rows;
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
