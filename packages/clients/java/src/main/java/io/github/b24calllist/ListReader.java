package io.github.b24calllist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads call lists. Nothing is hidden here, so a short page is the last. Where sorting and filter
 * allow, the next pages are those behind the last id, not behind so many rows: lists that are made
 * meanwhile come at the end, and lists that are deleted move nothing.
 */
final class ListReader implements PageReader<CallListRow> {
  private static final String METHOD = Commands.LIST;

  private final ListParams params;
  private final boolean goesById;
  private final boolean addsId;
  private long after;
  private long next;

  /** Ids of the last page of the request before. */
  private List<Long> last = List.of();

  private boolean done;
  private CallListException error;

  ListReader(ListParams params) {
    this.params = params;
    Object behind = params.filter() == null ? null : params.filter().get(">ID");
    Long number = Wire.toLong(behind);
    goesById = isAscending(params.order()) && (behind == null || number != null);
    after = number == null ? 0 : number;
    List<String> select = params.select();
    addsId = goesById && select != null && !select.contains("ID") && !select.contains("*");
  }

  private static boolean isAscending(Map<String, String> order) {
    return order == null || order.isEmpty() || order.equals(Map.of("ID", "ASC"));
  }

  @Override
  public List<Command<List<CallListRow>>> commands(int pages) {
    var commands = new ArrayList<Command<List<CallListRow>>>();
    ListParams shared = goesById ? behind() : inCallersOrder();
    long first = goesById ? 0 : next;
    for (int page = 0; page < pages; page++) {
      commands.add(Command.list(shared.withStart((first + page) * Numbers.PAGE_SIZE)));
    }
    return commands;
  }

  /** The lists behind the last one. */
  private ListParams behind() {
    var filter = new LinkedHashMap<String, Object>();
    if (params.filter() != null) {
      filter.putAll(params.filter());
    }
    filter.put(">ID", after);
    ListParams behind = params.withFilter(filter).withOrder(Map.of("ID", "ASC"));
    if (!addsId) {
      return behind;
    }
    var select = new ArrayList<>(params.select());
    select.add("ID");
    return behind.withSelect(select);
  }

  /** Rows that are alike in the caller's order need a fixed order, too, or pages overlap. */
  private ListParams inCallersOrder() {
    var order = new LinkedHashMap<String, String>();
    if (params.order() != null) {
      order.putAll(params.order());
    }
    order.putIfAbsent("ID", "ASC");
    return params.withOrder(order);
  }

  @Override
  public List<CallListRow> take(List<List<CallListRow>> pages, CallListException failure) {
    var rows = new ArrayList<CallListRow>();
    for (List<CallListRow> page : pages) {
      long before = after;
      page.forEach(row -> rows.add(taken(row)));
      next++;
      done = page.size() < Numbers.PAGE_SIZE;
      if (done) {
        return rows;
      }
      if (goesById && after == before) {
        error = UnexpectedResponseException.sameRows(METHOD);
        return rows;
      }
    }
    error =
        failure == null && endsAsBefore(pages)
            ? UnexpectedResponseException.sameRows(METHOD)
            : failure;
    return rows;
  }

  /** Whether a request ended with the same rows as the one before, where their ids are known. */
  private boolean endsAsBefore(List<List<CallListRow>> pages) {
    List<Long> ids = pages.get(pages.size() - 1).stream().map(CallListRow::id).toList();
    boolean isSame = !goesById && ids.equals(last) && ids.get(0) != null;
    last = ids;
    return isSame;
  }

  private CallListRow taken(CallListRow row) {
    if (row.id() != null && row.id() > after) {
      after = row.id();
    }
    return addsId
        ? new CallListRow(
            null, row.dateCreate(), row.createdById(), row.webformId(), row.entityTypeId())
        : row;
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
