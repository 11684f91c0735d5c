import io.github.b24calllist.AddParams;
import io.github.b24calllist.Auth;
import io.github.b24calllist.CallListClient;
import io.github.b24calllist.CallListException;
import io.github.b24calllist.EntityType;
import io.github.b24calllist.ErrorCode;
import io.github.b24calllist.ListState;
import io.github.b24calllist.OutcomeUnknownException;
import io.github.b24calllist.Participant;
import io.github.b24calllist.PortalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Creates a call list of contacts from a CSV file, waits until all have been called, and exports
 * their statuses.
 */
public class CallListFromCsv {
  private static final String HELP =
      """
      Usage: CallListFromCsv [--within HOURS] [--every SECONDS] [--list ID] CONTACTS.csv RESULT.csv

      Creates a call list of the contacts in CONTACTS.csv, waits until operators have called them
      all, and writes who has which status to RESULT.csv. CONTACTS.csv has the id of a contact at
      the beginning of each line, and may have a header.

        --within HOURS   how long to wait (8)
        --every SECONDS  how often to look (30)
        --list ID        continue with this list, after the program was stopped

      The webhook's URL is taken from B24_WEBHOOK_URL. Exit code: 0 when all have been called, 3
      when time is up, 1 on errors.
      """;

  private static final Pattern LINE =
      Pattern.compile("^\\uFEFF?\"?([1-9]\\d{0,14})\"?\\s*([,;].*)?$");

  public static void main(String[] args) throws InterruptedException {
    System.exit(exitCode(args));
  }

  private static int exitCode(String[] args) throws InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.print(HELP);
      return 0;
    }
    try {
      return run(args);
    } catch (OutcomeUnknownException e) {
      tell(e.getMessage() + "\nThe list may exist. Check the portal before you start again.");
    } catch (PortalException e) {
      tell(e.getMessage() + "\nSee " + e.docUrl());
    } catch (CallListException | IllegalArgumentException e) {
      tell(e.getMessage());
    } catch (IOException e) {
      tell("A file cannot be read or written: " + e.getMessage());
    }
    return 1;
  }

  private static int run(String[] args) throws IOException, InterruptedException {
    double within = 8;
    double every = 30;
    long list = 0;
    List<String> files = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--within" -> within = Double.parseDouble(value(args, ++i));
        case "--every" -> every = Double.parseDouble(value(args, ++i));
        case "--list" -> list = Long.parseLong(value(args, ++i));
        default -> files.add(args[i]);
      }
    }
    if (files.size() != 2 || files.get(0).startsWith("-")) {
      tell(HELP);
      return 2;
    }
    String url = System.getenv("B24_WEBHOOK_URL");
    if (url == null || url.isEmpty()) {
      tell("Set B24_WEBHOOK_URL, such as https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/");
      return 2;
    }
    Path result = Path.of(files.get(1));
    List<Long> ids = readIds(Path.of(files.get(0)));
    CallListClient b24 = CallListClient.of(Auth.webhook(url));
    if (list == 0) list = createList(b24, ids);
    tell("Call list " + list + ". If this program is stopped, continue with --list " + list);
    Set<Long> listed = statuses(b24, list).keySet();
    List<Long> missing = ids.stream().filter(id -> !listed.contains(id)).toList();
    if (!missing.isEmpty()) {
      tell("Not on the list, since unknown or not readable: " + join(missing));
    }

    ListState state =
        b24.waitUntilDone(
            list,
            Duration.ofMillis((long) (within * 3_600_000)),
            Duration.ofMillis((long) (every * 1000)),
            now -> tell("Still to be called: " + some(now.open())));
    if (!state.deleted().isEmpty()) {
      tell("Deleted in the CRM, cannot be called: " + some(state.deleted()));
    }
    List<String> rows = new ArrayList<>(List.of("ID,STATUS"));
    statuses(b24, list).forEach((id, status) -> rows.add(id + "," + status));
    for (long id : missing) rows.add(id + ",NOT_ON_LIST");
    Files.write(result, rows);
    tell(
        state.done()
            ? "All contacts have been called."
            : "Time is up. Not called: " + some(state.open()));
    return state.done() ? 0 : 3;
  }

  private static String value(String[] args, int i) {
    if (i < args.length) return args[i];
    throw new IllegalArgumentException(args[i - 1] + " needs a value.");
  }

  /**
   * The portal rejects a list for one unknown id and does not say which; changeParticipants does,
   * but needs a list.
   */
  private static long createList(CallListClient b24, List<Long> ids) {
    OptionalLong list = add(b24, ids, ErrorCode.ENTITY_ERROR);
    if (list.isPresent()) return list.getAsLong();
    for (int i = 0; i < ids.size(); i++) {
      list = add(b24, ids.subList(i, i + 1), ErrorCode.ENTITY_ERROR, ErrorCode.ACCESS_ERROR);
      if (list.isEmpty()) continue;
      addKnown(b24, list.getAsLong(), ids.subList(i + 1, ids.size()));
      return list.getAsLong();
    }
    throw new IllegalArgumentException("The portal knows none of these contacts.");
  }

  /** The new list, or none where the portal rejects it with one of these codes. */
  private static OptionalLong add(CallListClient b24, List<Long> ids, String... codes) {
    try {
      return OptionalLong.of(b24.add(AddParams.of(EntityType.CONTACT, ids)));
    } catch (PortalException e) {
      if (List.of(codes).contains(e.code())) return OptionalLong.empty();
      throw e;
    }
  }

  private static void addKnown(CallListClient b24, long list, List<Long> ids) {
    try {
      b24.changeParticipants(list, ids, List.of());
    } catch (PortalException e) {
      if (e.ids().isEmpty()) throw e;
      List<Long> known = ids.stream().filter(id -> !e.ids().contains(id)).toList();
      b24.changeParticipants(list, known, List.of());
    }
  }

  /** Everybody on the list with the status, also while operators are calling. */
  private static Map<Long, String> statuses(CallListClient b24, long list) {
    Map<Long, String> found = new LinkedHashMap<>();
    for (Participant one : b24.participants(list)) found.put(one.id(), one.status());
    return found;
  }

  /** The number at the beginning of each line; each once, or the portal would reject the list. */
  private static List<Long> readIds(Path file) throws IOException {
    Set<Long> ids = new LinkedHashSet<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = LINE.matcher(lines.get(i));
      if (line.matches()) {
        ids.add(Long.parseLong(line.group(1)));
      } else if (i > 0 && !lines.get(i).isBlank()) {
        throw new IllegalArgumentException(
            file + ", line " + (i + 1) + " does not begin with an id.");
      }
    }
    if (ids.isEmpty()) throw new IllegalArgumentException(file + " has no ids.");
    return List.copyOf(ids);
  }

  private static void tell(String text) {
    System.err.println(text.stripTrailing());
  }

  private static String some(List<Long> ids) {
    return join(ids.subList(0, Math.min(ids.size(), 10))) + (ids.size() > 10 ? ", …" : "");
  }

  private static String join(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
