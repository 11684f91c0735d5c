package io.github.b24calllist;

import java.util.ArrayList;
import java.util.List;

/** Requests pages, with one request where that is enough. */
final class PageCaller {
  private final Sender sender;

  PageCaller(Sender sender) {
    this.sender = sender;
  }

  /** Requests the next pages of a reading, and returns their new rows. */
  <T> List<T> read(PageReader<T> reader, int pages) {
    List<Command<List<T>>> commands = reader.commands(pages);
    List<Entry<List<T>>> entries =
        commands.size() == 1 ? List.of(alone(commands.get(0))) : together(commands);
    var came = new ArrayList<List<T>>();
    for (Entry<List<T>> entry : entries) {
      if (!entry.ok() && !isEmpty(entry.error())) {
        return reader.take(came, entry.error());
      }
      came.add(entry.ok() ? entry.result() : List.of());
    }
    return reader.take(came, null);
  }

  /** The entries of a batch, up to the first that failed. */
  private <T> List<Entry<T>> together(List<Command<T>> commands) {
    List<Entry<T>> entries = new Batch(sender, false).run(commands);
    var settled = new ArrayList<Entry<T>>();
    for (int i = 0; i < commands.size(); i++) {
      Entry<T> entry = entries.get(i);
      settled.add(isPutOff(entry) ? alone(commands.get(i)) : entry);
      if (!settled.get(i).ok() && !isEmpty(settled.get(i).error())) {
        break;
      }
    }
    return settled;
  }

  private <T> Entry<T> alone(Command<T> command) {
    try {
      return new Entry<>(sender.call(command), null);
    } catch (CallListException e) {
      return Entry.failed(e);
    }
  }

  /**
   * Whether the portal refused this command of a batch for now, and no other, since it works too
   * much. It is requested by itself, which waits.
   */
  private static boolean isPutOff(Entry<?> entry) {
    return entry.error() instanceof LimitException limit
        && limit.status() == 200
        && limit.code().equals(ErrorCode.OPERATION_TIME_LIMIT);
  }

  /** The portal calls an empty page forbidden. */
  private static boolean isEmpty(CallListException error) {
    return error instanceof PortalException refusal
        && refusal.method().equals(ParticipantReader.METHOD)
        && refusal.code().equals(ErrorCode.ACCESS_ERROR);
  }
}
