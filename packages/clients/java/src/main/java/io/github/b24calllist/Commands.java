// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.List;
import java.util.Map;

/** A command for each method of the portal. */
abstract class Commands {
  static final String ADD = "crm.calllist.add";
  static final String GET = "crm.calllist.get";
  static final String LIST = "crm.calllist.list";
  static final String UPDATE = "crm.calllist.update";
  static final String ITEMS = "crm.calllist.items.get";
  static final String STATUSES = "crm.calllist.statuslist";

  Commands() {}

  /**
   * The command for {@link CallListClient#add}.
   *
   * @param params what is sent
   * @return the command
   */
  public static Command<Long> add(AddParams params) {
    return new Command<>(ADD, params.toWire(), Results::newId);
  }

  /**
   * The command for {@link CallListClient#get}.
   *
   * @param id Id of the call list.
   * @return the command
   * @throws IllegalArgumentException for an id that is not above 0
   */
  public static Command<CallList> get(long id) {
    return new Command<>(GET, Map.of("ID", Wire.id(id, "id")), Results.model(CallList::fromWire));
  }

  /**
   * The command for {@link CallListClient#list}.
   *
   * @param params what is sent
   * @return the command
   */
  public static Command<List<CallListRow>> list(ListParams params) {
    return new Command<>(LIST, params.toWire(), Results.rows(CallListRow::fromWire));
  }

  /**
   * The command for {@link CallListClient#update}.
   *
   * @param params what is sent
   * @return the command
   */
  public static Command<Boolean> update(UpdateParams params) {
    return new Command<>(UPDATE, params.toWire(), Results::done);
  }

  /**
   * The command for {@link CallListClient#items}.
   *
   * @param params what is sent
   * @return the command
   */
  public static Command<List<Participant>> items(ItemsParams params) {
    return new Command<>(ITEMS, params.toWire(), Results.rows(Participant::fromWire));
  }

  /**
   * The command for {@link CallListClient#statuses}.
   *
   * @return the command
   */
  public static Command<List<CallStatus>> statuses() {
    return new Command<>(STATUSES, Map.of(), Results.rows(CallStatus::fromWire));
  }
}
