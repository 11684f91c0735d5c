package io.github.b24calllist;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A call with its parameters: a command of a batch.
 *
 * <pre>{@code
 * List<Entry<CallList>> lists = b24.batch(List.of(Command.get(13), Command.get(20)));
 * }</pre>
 *
 * @param <T> what it gives
 */
public final class Command<T> {

  private final String method;
  private final Map<String, Object> params;
  private final Function<Object, T> reader;

  Command(String method, Map<String, Object> params, Function<Object, T> reader) {
    this.method = method;
    this.params = params;
    this.reader = reader;
  }

  /**
   * The command for {@link CallListClient#add}.
   *
   * @param params the list to make
   * @return a command that gives the id of the new list
   */
  public static Command<Long> add(AddParams params) {
    return new Command<>("crm.calllist.add", params.toWire(), Command::newId);
  }

  /**
   * The command for {@link CallListClient#get}.
   *
   * @param id id of the list
   * @return a command that gives the list
   * @throws IllegalArgumentException for an id that is not above 0
   */
  public static Command<CallList> get(long id) {
    return new Command<>(
        "crm.calllist.get",
        Map.of("ID", Wire.id(id, "id")),
        list -> CallList.fromWire(Wire.toRow(list)));
  }

  /**
   * The command for {@link CallListClient#list(ListParams)}.
   *
   * @param params which lists
   * @return a command that gives a page of lists
   */
  public static Command<List<CallListRow>> list(ListParams params) {
    return new Command<>("crm.calllist.list", params.toWire(), rows(CallListRow::fromWire));
  }

  /**
   * The command for {@link CallListClient#update}.
   *
   * @param params what the list is to be
   * @return a command that gives true
   */
  public static Command<Boolean> update(UpdateParams params) {
    return new Command<>("crm.calllist.update", params.toWire(), Command::done);
  }

  /**
   * The command for {@link CallListClient#items(ItemsParams)}.
   *
   * @param params which participants
   * @return a command that gives a page of participants
   */
  public static Command<List<Participant>> items(ItemsParams params) {
    return new Command<>("crm.calllist.items.get", params.toWire(), rows(Participant::fromWire));
  }

  /**
   * The command for {@link CallListClient#statuses}.
   *
   * @return a command that gives the call statuses
   */
  public static Command<List<CallStatus>> statuses() {
    return new Command<>("crm.calllist.statuslist", Map.of(), rows(CallStatus::fromWire));
  }

  private static Long newId(Object result) {
    Long id = Wire.toLong(result);
    if (id == null || id < 1) {
      throw new Wire.NotAsDescribedException("an id was expected");
    }
    return id;
  }

  /** PHP also writes its true as 1. */
  private static Boolean done(Object result) {
    if (!Boolean.TRUE.equals(result) && !"1".equals(Wire.toText(result))) {
      throw new Wire.NotAsDescribedException("true was expected");
    }
    return true;
  }

  static <R> Function<Object, List<R>> rows(Function<Map<String, Object>, R> row) {
    return result -> {
      List<Object> rows = Wire.toList(result);
      if (rows.size() > Numbers.MAX_ROWS) {
        throw new Wire.NotAsDescribedException("too many rows");
      }
      return rows.stream().map(Wire::toRow).map(row).toList();
    };
  }

  String method() {
    return method;
  }

  Map<String, Object> params() {
    return params;
  }

  /** Reads the portal's result; an error says what came instead, without secrets. */
  T read(Object result, Redactor redactor) {
    try {
      return reader.apply(result);
    } catch (Wire.NotAsDescribedException e) {
      String came = "result: " + redactor.excerpt(Json.write(result));
      throw told(UnexpectedResponseException.notAsDescribed(method, came));
    }
  }

  /** The error of this command: one that says so where it is unknown what the portal did. */
  CallListException told(CallListException error) {
    return Outcomes.told(error, method, params);
  }

  /** The method and its parameters. */
  @Override
  public String toString() {
    return method + params;
  }
}
