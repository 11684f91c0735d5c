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
    return new Command<>(
        "crm.calllist.add", params.toWire(), id -> Wire.require(Wire.toLong(id), "result"));
  }

  /**
   * The command for {@link CallListClient#get}.
   *
   * @param id id of the list
   * @return a command that gives the list
   */
  public static Command<CallList> get(long id) {
    return new Command<>(
        "crm.calllist.get", Map.of("ID", id), list -> CallList.fromWire(Wire.toMap(list)));
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
    return new Command<>("crm.calllist.update", params.toWire(), Boolean.TRUE::equals);
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

  private static <R> Function<Object, List<R>> rows(Function<Map<String, Object>, R> row) {
    return result -> Wire.toList(result).stream().map(Wire::toMap).map(row).toList();
  }

  String method() {
    return method;
  }

  Map<String, Object> params() {
    return params;
  }

  /** Reads the portal's result. */
  T read(Object result) {
    try {
      return reader.apply(result);
    } catch (Wire.NotAsDescribedException e) {
      throw told(UnexpectedResponseException.notAsDescribed(method));
    }
  }

  /** The error of this command: one that says so where it is unknown what the portal did. */
  CallListException told(CallListException error) {
    return Outcome.told(error, method, params);
  }

  /** The method and its parameters. */
  @Override
  public String toString() {
    return method + params;
  }
}
