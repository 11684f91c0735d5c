package io.github.b24calllist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs commands, 50 with a request, and tells of each what became of it. */
final class Batch {

  private final Sender sender;
  private final boolean halt;

  /** The first error that keeps later commands from running. */
  private CallListException failed;

  Batch(Sender sender, boolean halt) {
    this.sender = sender;
    this.halt = halt;
  }

  <T> List<Entry<T>> run(List<? extends Command<? extends T>> commands) {
    List<String> texts = commands.stream().map(CommandText::of).toList();
    var entries = new ArrayList<Entry<T>>();
    for (int from = 0; from < commands.size(); from += Numbers.BATCH_SIZE) {
      int to = Math.min(from + Numbers.BATCH_SIZE, commands.size());
      runChunk(commands.subList(from, to), texts.subList(from, to), entries);
    }
    return entries;
  }

  private <T> void runChunk(
      List<? extends Command<? extends T>> commands, List<String> texts, List<Entry<T>> entries) {
    if (failed != null) {
      commands.forEach(command -> entries.add(skipped(command, false)));
      return;
    }
    var cmd = new LinkedHashMap<String, Object>();
    texts.forEach(text -> cmd.put(keyOf(cmd.size()), text));
    try {
      Maps maps = send(cmd, !entries.isEmpty());
      for (int i = 0; i < commands.size(); i++) {
        sender.operating().learn(commands.get(i).method(), maps.times.get(keyOf(i)));
      }
      for (int i = 0; i < commands.size(); i++) {
        entries.add(entry(commands.get(i), keyOf(i), maps));
      }
    } catch (CallListException e) {
      failed = e;
      commands.forEach(command -> entries.add(Entry.failed(errorOfOne(e, command))));
    }
  }

  /** With a letter first, so that the maps of an answer are objects unless they are empty. */
  private static String keyOf(int index) {
    return "c" + index;
  }

  private record Maps(Map<String, Object> results, Map<String, Object> errors, Map<?, ?> times) {}

  private Maps send(Map<String, Object> cmd, boolean keepsEarlier) {
    Map<String, Object> params = Map.of("cmd", cmd, "halt", halt ? 1 : 0);
    try {
      return sender.call(new Command<>("batch", params, Batch::mapsOf));
    } catch (CallListException e) {
      throw e;
    } catch (RuntimeException e) {
      // The caller's transport or renewal. What earlier requests did must not get lost for it.
      if (!keepsEarlier) {
        throw e;
      }
      String reason = e.getClass().getSimpleName();
      throw Outcomes.told(new ConnectionException("batch", reason), "batch", params);
    }
  }

  private static Maps mapsOf(Object result) {
    Map<String, Object> maps = Wire.toMap(result);
    return new Maps(
        Wire.toMap(maps.get("result")),
        Wire.toMap(maps.get("result_error")),
        maps.get("result_time") instanceof Map<?, ?> times ? times : Map.of());
  }

  private <T> Entry<T> entry(Command<? extends T> command, String key, Maps maps) {
    if (maps.errors.get(key) instanceof Map<?, ?> error
        && Wire.toText(error.get("error")) != null) {
      return failed(command.told(refusal(command, error)));
    }
    if (maps.results.containsKey(key)) {
      try {
        return new Entry<>(command.read(maps.results.get(key), sender.redactor()), null);
      } catch (CallListException e) {
        return failed(e);
      }
    }
    // A command that the portal passed over leaves no trace.
    return failed != null
        ? skipped(command, true)
        : failed(
            command.told(
                UnexpectedResponseException.notAsDescribed(command.method(), "no result")));
  }

  /** An error inside a batch has no status; its code tells the class. */
  private PortalException refusal(Command<?> command, Map<?, ?> error) {
    var refusal = Answer.refusal(command.method(), 200, error, sender.redactor());
    sender.operating().hold(refusal);
    return refusal;
  }

  private <T> Entry<T> failed(CallListException error) {
    if (halt && failed == null) {
      failed = error;
    }
    return Entry.failed(error);
  }

  private <T> Entry<T> skipped(Command<?> command, boolean sent) {
    return Entry.failed(new SkippedException(command.method(), failed, sent));
  }

  /** A request with an unknown outcome leaves open only what must not be repeated. */
  private static CallListException errorOfOne(CallListException error, Command<?> command) {
    return error instanceof OutcomeUnknownException unknown
        ? command.told(unknown.getCause())
        : error;
  }
}
