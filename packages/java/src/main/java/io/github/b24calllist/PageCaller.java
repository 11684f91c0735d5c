package io.github.b24calllist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks for pages, with one request where that is enough. */
final class PageCaller {
  private final Sender sender;

  PageCaller(Sender sender) {
    this.sender = sender;
  }

  /** The rows of each page; none for a page that is empty, which the portal calls forbidden. */
  List<List<Map<String, Object>>> read(List<Command<List<Map<String, Object>>>> commands) {
    if (commands.size() == 1) {
      return List.of(pageOf(alone(commands.get(0))));
    }
    List<Entry<List<Map<String, Object>>>> entries = new Batch(sender, false).run(commands);
    var pages = new ArrayList<List<Map<String, Object>>>();
    for (int i = 0; i < commands.size(); i++) {
      var entry = entries.get(i);
      pages.add(pageOf(isPutOff(entry) ? alone(commands.get(i)) : entry));
    }
    return pages;
  }

  private <T> Entry<T> alone(Command<T> command) {
    try {
      return new Entry<>(command.read(sender.send(command.method(), command.params())), null);
    } catch (CallListException e) {
      return Entry.failed(e);
    }
  }

  /** Whether the portal refused this command for now, and no other, since it works too much. */
  private static boolean isPutOff(Entry<?> entry) {
    return entry.error() instanceof LimitException limit && limit.status() == 200;
  }

  private static <T> List<T> pageOf(Entry<List<T>> entry) {
    boolean isEmpty =
        entry.error() instanceof PortalException refusal
            && refusal.method().equals("crm.calllist.items.get")
            && refusal.code().equals(ErrorCode.ACCESS_ERROR);
    return isEmpty ? List.of() : entry.get();
  }
}
