package io.github.b24calllist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Adds participants to a list and takes others off, and keeps everybody else. */
final class ParticipantChange {

  private static final int SHOWN_IDS = 10;

  private final Sender sender;
  private final long listId;
  private final Set<Long> joining;
  private final Set<Long> leaving;

  /** Empty pages in a row after which the next reading ends. */
  private int gap = Numbers.MAX_EMPTY_PAGES_BEFORE_UPDATE;

  ParticipantChange(Sender sender, long listId, Collection<Long> add, Collection<Long> remove) {
    this.sender = sender;
    this.listId = Wire.id(listId, "listId");
    joining = new LinkedHashSet<>(Wire.ids(add, "add"));
    leaving = new LinkedHashSet<>(Wire.ids(remove, "remove"));
    joining.removeAll(leaving);
  }

  ParticipantsChanged run() {
    var deleted = new LinkedHashSet<Long>();
    CallList list;
    Set<Long> before;
    try {
      list = sender.call(Command.get(listId));
      if (!UnknownIds.canUpdate(list.entityType())) {
        throw wrongType(list.entityType());
      }
      before = agreed(list.entityType(), deleted);
    } catch (CallListException e) {
      e.setUnwritten();
      throw e;
    }

    var living = new LinkedHashSet<>(before);
    living.removeAll(deleted);
    var entities = new LinkedHashSet<>(living);
    entities.removeAll(leaving);
    joining.stream().filter(id -> !before.contains(id)).forEach(entities::add);
    if (entities.equals(living)) {
      return report(before, before, deleted, true);
    }
    if (entities.isEmpty()) {
      throw new IllegalArgumentException(
          "changeParticipants: no participant would be left on list %d, and the portal rejects an "
                  .formatted(listId)
              + "empty list. Keep one of them");
    }
    boolean hasForm = list.webformId() != null && list.webformId() > 0;
    UpdateParams update =
        UpdateParams.of(
            listId, list.entityType(), List.copyOf(entities), hasForm ? list.webformId() : null);
    sender.call(Command.update(update));
    try {
      return report(before, read(), deleted, true);
    } catch (CallListException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      entities.addAll(deleted);
      return report(before, entities, deleted, false);
    }
  }

  /**
   * Who is on the list, as two complete readings agree.
   *
   * @param deleted gets those of them whose record is gone
   */
  private Set<Long> agreed(String entityType, Set<Long> deleted) {
    Set<Long> before = read();
    for (int reading = 2; reading <= Numbers.MAX_CHANGE_READINGS; reading++) {
      boolean isIdle = before.containsAll(joining) && leaving.stream().noneMatch(before::contains);
      if (isIdle) {
        return before;
      }
      var all = new LinkedHashSet<>(before);
      all.addAll(joining);
      List<Long> unknown = new UnknownIds(sender, entityType).among(all);
      List<Long> strangers = new ArrayList<>(unknown);
      strangers.removeAll(before);
      if (!strangers.isEmpty()) {
        throw unknownParticipants(strangers);
      }
      Set<Long> again = read();
      if (again.equals(before)) {
        deleted.addAll(unknown);
        return before;
      }
      before = again;
    }
    throw unstable(Numbers.MAX_CHANGE_READINGS);
  }

  private static UnstableListException unstable(int times) {
    return new UnstableListException(times, "Nothing was written");
  }

  /** Everybody on the list; the next reading has a gap that finds them, too. */
  private Set<Long> read() {
    var reader = new ParticipantReader(ItemsParams.of(listId), gap);
    var pages = new PageCaller(sender);
    var ids = new LinkedHashSet<Long>();
    while (!reader.isDone()) {
      pages.read(reader, Numbers.BATCH_SIZE).forEach(row -> ids.add(row.id()));
      if (reader.error() instanceof UnstableListException unstable) {
        throw unstable(unstable.passes());
      }
      if (reader.error() != null) {
        throw reader.error();
      }
    }
    gap = reader.longestGap() + CallListClient.DEFAULT_GAP;
    return ids;
  }

  private ParticipantsChanged report(
      Set<Long> before, Set<Long> after, Set<Long> deleted, boolean isConfirmed) {
    return new ParticipantsChanged(
        joining.stream().filter(id -> after.contains(id) && !before.contains(id)).toList(),
        leaving.stream().filter(id -> before.contains(id) && !after.contains(id)).toList(),
        joining.stream().filter(id -> !after.contains(id)).toList(),
        leaving.stream().filter(after::contains).toList(),
        List.copyOf(deleted),
        isConfirmed);
  }

  private static PortalException unknownParticipants(List<Long> ids) {
    String shown = String.join(", ", ids.stream().limit(SHOWN_IDS).map(String::valueOf).toList());
    String description =
        "No contact or company has the id %s%s. Nothing was written"
            .formatted(shown, ids.size() > SHOWN_IDS ? ", …" : "");
    return new PortalException(Commands.UPDATE, 400, ErrorCode.ENTITIES_ERROR, description, ids);
  }

  private PortalException wrongType(String type) {
    String shown =
        type == null || type.isEmpty() ? "an unknown type" : sender.redactor().name(type);
    String description =
        "The portal updates lists of contacts and companies, and this is one of %s. Nothing was written"
            .formatted(shown);
    return new PortalException(
        Commands.UPDATE, 400, ErrorCode.ENTITY_TYPE_ERROR, description, List.of());
  }
}
