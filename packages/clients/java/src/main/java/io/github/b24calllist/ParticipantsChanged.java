package io.github.b24calllist;

import java.util.List;

/**
 * What {@link CallListClient#changeParticipants} changed, as the portal shows it afterwards.
 *
 * @param added on the list now, and not before
 * @param removed no longer on the list
 * @param notAdded to be added, but not on the list: the portal silently drops ids that the user may
 *     not read
 * @param notRemoved to be removed, but still on the list: the portal keeps participants whose
 *     contact or company was deleted
 * @param deleted on the list, although their contact or company was deleted. Only administrators
 *     see them; nobody can remove them.
 * @param confirmed whether the list was read after the update. False where that failed, although
 *     the update was executed: then {@code added} and {@code removed} are what was requested.
 */
public record ParticipantsChanged(
    List<Long> added,
    List<Long> removed,
    List<Long> notAdded,
    List<Long> notRemoved,
    List<Long> deleted,
    boolean confirmed) {
  /**
   * Copies the lists.
   *
   * @param added on the list now, and not before
   * @param removed no longer on the list
   * @param notAdded to be added, but not on the list
   * @param notRemoved to be removed, but still on the list
   * @param deleted on the list, although their contact or company was deleted
   * @param confirmed whether the list was read after the update
   */
  public ParticipantsChanged {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    notAdded = List.copyOf(notAdded);
    notRemoved = List.copyOf(notRemoved);
    deleted = List.copyOf(deleted);
  }
}
