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

  /** A batch carries 1000 values in a command: the list, the type, and so many ids. */
  private static final int MOST_IDS = Numbers.MAX_COMMAND_VALUES - 2;

  private final Sender sender;
  private final String entityType;

  UnknownIds(Sender sender, String entityType) {
    this.sender = sender;
    this.entityType = entityType;
  }

  /** Lists of other types (leads, deals …) are made in the portal's own pages, and only there. */
  static boolean canUpdate(String entityType) {
    return EntityType.CONTACT.equals(entityType) || EntityType.COMPANY.equals(entityType);
  }

  /** Those of the ids that are unknown, ascending: one request where there are none, then more. */
  List<Long> among(Collection<Long> ids) {
    var unknown = new ArrayList<Long>();
    List<List<Long>> suspects = split(List.copyOf(ids), (ids.size() + MOST_IDS - 1) / MOST_IDS);
    while (!suspects.isEmpty()) {
      List<List<Long>> wrong = wrong(suspects);
      wrong.stream().filter(group -> group.size() == 1).forEach(unknown::addAll);
      List<List<Long>> groups = wrong.stream().filter(group -> group.size() > 1).toList();
      int parts = groups.isEmpty() ? 1 : Math.max(2, Numbers.BATCH_SIZE / groups.size());
      suspects = groups.stream().flatMap(group -> split(group, parts).stream()).toList();
    }
    return unknown.stream().sorted().toList();
  }

  /** The groups that the portal rejects. */
  private List<List<Long>> wrong(List<List<Long>> suspects) {
    List<Command<Boolean>> commands =
        suspects.stream()
            .map(ids -> Command.update(UpdateParams.of(Numbers.MAX_ID, entityType, ids, null)))
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
      return false; // a mock portal, which knows no lists
    }
    if (entry.error() instanceof PortalException refusal
        && refusal.method().equals(Commands.UPDATE)) {
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
    var groups = new ArrayList<List<Long>>();
    int size = ids.isEmpty() ? 1 : (ids.size() + parts - 1) / parts;
    for (int from = 0; from < ids.size(); from += size) {
      groups.add(ids.subList(from, Math.min(from + size, ids.size())));
    }
    return groups;
  }
}
