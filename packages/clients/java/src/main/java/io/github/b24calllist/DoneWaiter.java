package io.github.b24calllist;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Waits until no participant of a list is left to be called. */
final class DoneWaiter {
  /** Half a page: so many are shown where there are more. */
  private static final int MANY = 25;

  private final Sender sender;
  private final Timing timing;
  private final long listId;

  /** Participants known to be deleted. */
  private final Set<Long> deleted = new LinkedHashSet<>();

  /** What the look before found. */
  private List<Long> before = List.of();

  DoneWaiter(Sender sender, Timing timing, long listId) {
    this.sender = sender;
    this.timing = timing;
    this.listId = Wire.id(listId, "listId");
  }

  ListState await(Duration within, Duration interval, Consumer<? super ListState> onProgress)
      throws InterruptedException {
    Instant until = timing.now().plus(within);
    while (true) {
      List<Long> open = interruptibly();
      var state = new ListState(open.isEmpty(), open, List.copyOf(deleted), timing.now());
      Duration left = Duration.between(timing.now(), until);
      if (state.done() || left.isNegative() || left.isZero()) {
        return state;
      }
      onProgress.accept(state);
      before = open;
      timing.sleep(left.compareTo(interval) < 0 ? left : interval);
    }
  }

  private List<Long> interruptibly() throws InterruptedException {
    try {
      return look();
    } catch (CallListException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  /** The first participants in work whose record is not known to be deleted. */
  private List<Long> look() {
    while (true) {
      List<Long> open = inWork();
      boolean areMany = open.size() == MANY;
      if (open.isEmpty() || (areMany && !open.equals(before))) {
        return open;
      }
      List<Long> gone = deletedAmong(open);
      if (gone.isEmpty()) {
        return open;
      }
      deleted.addAll(gone);
    }
  }

  private List<Long> inWork() {
    ItemsParams params =
        ItemsParams.of(listId).withFilter(ParticipantFilter.of().withStatus(StatusCode.IN_WORK));
    var rows =
        new Rows<>(
            new PageCaller(sender),
            () -> new ParticipantReader(params, CallListClient.DEFAULT_GAP));
    var open = new ArrayList<Long>();
    for (Participant one : rows) {
      if (!deleted.contains(one.id())) {
        open.add(one.id());
      }
      if (open.size() == MANY) {
        break;
      }
    }
    return open;
  }

  private List<Long> deletedAmong(List<Long> ids) {
    String entityType = sender.call(Command.get(listId)).entityType();
    return UnknownIds.canUpdate(entityType)
        ? new UnknownIds(sender, entityType).among(ids)
        : List.of();
  }
}
