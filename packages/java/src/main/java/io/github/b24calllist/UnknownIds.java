package io.github.b24calllist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds the ids that belong to no contact (or company): unknown ones, and those of deleted records.
 * The portal says that some are wrong, but not which. Nothing is written: an update of a list that
 * does not exist is rejected after its ids were checked ({@code ENTITIES_ERROR} for wrong ids,
 * {@code LIST_ID_ERROR} otherwise).
 */
final class UnknownIds {
  /** The highest id that fits into the portal's table, where no list is. */
  private static final long NO_LIST = 2_147_483_647;

  /** Ids of a command: PHP reads at most 1000 values of a query. */
  private static final int MOST_IDS = 990;

  private final Sender sender;
  private final String entityType;

  /** For ids of the type of a list. */
  UnknownIds(Sender sender, CallList list) {
    this.sender = sender;
    entityType = typeOf(list);
  }

  /** What the portal is asked with; a list without a type is rejected by it. */
  static String typeOf(CallList list) {
    return list.entityType() == null ? "" : list.entityType();
  }

  /** Those of the ids that are unknown, ascending: one request where there are none, then more. */
  List<Long> among(Collection<Long> ids) {
    var unknown = new ArrayList<Long>();
    List<List<Long>> suspects = inGroupsOf(MOST_IDS, List.copyOf(ids));
    while (!suspects.isEmpty()) {
      List<List<Long>> wrong = wrong(suspects);
      wrong.stream().filter(group -> group.size() == 1).forEach(unknown::addAll);
      List<List<Long>> groups = wrong.stream().filter(group -> group.size() > 1).toList();
      int parts = groups.isEmpty() ? 1 : Math.max(2, Batch.MOST_COMMANDS / groups.size());
      suspects = groups.stream().flatMap(group -> split(group, parts).stream()).toList();
    }
    return unknown.stream().sorted().toList();
  }

  /** The groups that the portal rejects. */
  private List<List<Long>> wrong(List<List<Long>> suspects) {
    List<Command<Boolean>> commands =
        suspects.stream()
            .map(ids -> Command.update(UpdateParams.of(NO_LIST, entityType, ids)))
            .toList();
    List<Entry<Boolean>> entries = new Batch(sender, false).run(commands);
    var wrong = new ArrayList<List<Long>>();
    for (int i = 0; i < entries.size(); i++) {
      if (isRejectedForIds(entries.get(i))) {
        wrong.add(suspects.get(i));
      }
    }
    return wrong;
  }

  private static boolean isRejectedForIds(Entry<Boolean> entry) {
    if (entry.ok()) {
      throw UnexpectedResponseException.notAsDescribed("crm.calllist.update", "result: true");
    }
    if (entry.error() instanceof PortalException refusal
        && refusal.method().equals("crm.calllist.update")) {
      if (refusal.code().equals(ErrorCode.ENTITIES_ERROR)) {
        return true;
      }
      if (refusal.code().equals(ErrorCode.LIST_ID_ERROR)) {
        return false;
      }
    }
    throw entry.error();
  }

  /** Cuts ids into so many parts of the same size. */
  private static List<List<Long>> split(List<Long> ids, int parts) {
    return inGroupsOf((ids.size() + parts - 1) / parts, ids);
  }

  private static List<List<Long>> inGroupsOf(int size, List<Long> ids) {
    var groups = new ArrayList<List<Long>>();
    for (int from = 0; from < ids.size(); from += size) {
      groups.add(ids.subList(from, Math.min(from + size, ids.size())));
    }
    return groups;
  }
}
