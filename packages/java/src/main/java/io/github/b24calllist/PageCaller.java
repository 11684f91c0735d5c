package io.github.b24calllist;

import java.util.List;
import java.util.Map;

/** Asks for pages, with one request where that is enough. */
final class PageCaller {
  private final Sender sender;

  PageCaller(Sender sender) {
    this.sender = sender;
  }

  /** What became of each page. */
  List<Entry<List<Map<String, Object>>>> read(List<Command<List<Map<String, Object>>>> commands) {
    return commands.size() == 1
        ? List.of(alone(commands.get(0)))
        : new Batch(sender, false).run(commands);
  }

  /**
   * The rows of a page; none for one that is empty, which the portal calls forbidden. One of a
   * batch that the portal put off is asked for by itself, which waits.
   */
  <T> List<T> rowsOf(Command<List<T>> command, Entry<List<T>> entry, boolean isOfBatch) {
    return rowsOf(isOfBatch && isPutOff(entry) ? alone(command) : entry);
  }

  private <T> Entry<T> alone(Command<T> command) {
    try {
      return new Entry<>(sender.call(command), null);
    } catch (CallListException e) {
      return Entry.failed(e);
    }
  }

  /** Whether the portal refused this command for now, and no other, since it works too much. */
  private static boolean isPutOff(Entry<?> entry) {
    return entry.error() instanceof LimitException limit
        && limit.status() == 200
        && limit.code().equals(ErrorCode.OPERATION_TIME_LIMIT);
  }

  private static <T> List<T> rowsOf(Entry<List<T>> entry) {
    boolean isEmpty =
        entry.error() instanceof PortalException refusal
            && refusal.method().equals("crm.calllist.items.get")
            && refusal.code().equals(ErrorCode.ACCESS_ERROR);
    return isEmpty ? List.of() : entry.get();
  }
}
