package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Takes part in the conformance vectors: reads calls line by line, makes them, prints how they
 * ended. The protocol is described in packages/clients/conformance/README.md.
 */
final class ConformanceDriver {
  private static final Map<Class<?>, String> KINDS =
      Map.ofEntries(
          Map.entry(PortalException.class, "portal"),
          Map.entry(SkippedException.class, "skipped"),
          Map.entry(AuthException.class, "auth"),
          Map.entry(AccessException.class, "access"),
          Map.entry(LimitException.class, "limit"),
          Map.entry(UnexpectedResponseException.class, "unexpected-response"),
          Map.entry(ConnectionException.class, "connection"),
          Map.entry(CallTimeoutException.class, "timeout"),
          Map.entry(PortalMovedException.class, "portal-moved"),
          Map.entry(UnstableListException.class, "unstable-list"),
          Map.entry(OutcomeUnknownException.class, "outcome-unknown"));

  private ConformanceDriver() {}

  public static void main(String[] args) throws IOException, Json.SyntaxException {
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    var out = new PrintStream(System.out, true, UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(Json.write(answer(map(Json.parse(line)))));
    }
  }

  private static Map<String, Object> answer(Map<String, Object> line) {
    CallListClient b24 = client(map(line.get("auth")), map(line.get("options")));
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", line.get("id"));
    var shown = new StringBuilder(b24.toString());
    var rows = new ArrayList<Object>();
    try {
      answer.put("result", call(b24, map(line.get("call")), rows));
    } catch (CallListException error) {
      answer.put("error", errorOf(error));
      answer.put("rows", rows);
      shown.append('\n').append(error).append('\n').append(traceOf(error));
    }
    answer.put("shown", shown.toString());
    return answer;
  }

  private static CallListClient client(Map<String, Object> auth, Map<String, Object> options) {
    Duration delay = Duration.ofMillis(number(options, "retryDelay"));
    return CallListClient.builder(authOf(auth))
        .timeout(Duration.ofMillis(number(options, "timeout")))
        .retry(new Retry((int) number(options, "attempts"), delay, delay))
        .build();
  }

  private static Auth authOf(Map<String, Object> auth) {
    if ("webhook".equals(auth.get("kind"))) {
      return Auth.webhook((String) auth.get("url"));
    }
    return Auth.oauth(
        (String) auth.get("portal"),
        (String) auth.get("accessToken"),
        () -> (String) auth.get("renewedToken"));
  }

  private static Object call(CallListClient b24, Map<String, Object> call, List<Object> rows) {
    if (call.containsKey("batch")) {
      return batch(b24, list(call.get("batch")), Boolean.TRUE.equals(call.get("halt")));
    }
    Map<String, Object> params = map(call.get("params"));
    if ("crm.calllist.items.get".equals(call.get("iterate"))) {
      Long gap = Wire.longOf(call, "gap");
      int pages = gap == null ? CallListClient.DEFAULT_GAP : gap.intValue();
      b24.participants(itemsParams(params), pages).forEach(row -> rows.add(shown(row)));
      return rows;
    }
    if (call.containsKey("changeParticipants")) {
      return changeParticipants(b24, map(call.get("changeParticipants")));
    }
    if (call.containsKey("progressOf")) {
      ListProgress progress = b24.progressOf(number(call, "progressOf"));
      return Map.of("total", progress.total(), "byStatus", progress.byStatus());
    }
    if (call.containsKey("waitUntilDone")) {
      return waitUntilDone(b24, map(call.get("waitUntilDone")));
    }
    if ("crm.calllist.list".equals(call.get("iterate"))) {
      b24.lists(listParams(params)).forEach(row -> rows.add(shown(row)));
      return rows;
    }
    return switch ((String) call.get("method")) {
      case "crm.calllist.add" -> b24.add(addParams(params));
      case "crm.calllist.get" -> shown(b24.get(number(params, "ID")));
      case "crm.calllist.list" -> shown(b24.list(listParams(params)));
      case "crm.calllist.update" -> b24.update(updateParams(params));
      case "crm.calllist.items.get" -> shown(b24.items(itemsParams(params)));
      default -> shown(b24.statuses());
    };
  }

  private static Object changeParticipants(CallListClient b24, Map<String, Object> change) {
    ParticipantsChanged changed =
        b24.changeParticipants(
            number(change, "listId"), longs(change.get("add")), longs(change.get("remove")));
    return Map.of(
        "added", changed.added(),
        "removed", changed.removed(),
        "notAdded", changed.notAdded(),
        "notRemoved", changed.notRemoved(),
        "deleted", changed.deleted(),
        "confirmed", changed.confirmed());
  }

  private static Object waitUntilDone(CallListClient b24, Map<String, Object> wait) {
    Duration within = Duration.ofMillis(number(wait, "within"));
    Duration interval = Duration.ofMillis(number(wait, "interval"));
    try {
      ListState state = b24.waitUntilDone(number(wait, "listId"), within, interval, ignored -> {});
      return Map.of("done", state.done(), "open", state.open(), "deleted", state.deleted());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Object> batch(CallListClient b24, List<Object> lines, boolean halt) {
    List<Map<String, Object>> rows = lines.stream().map(ConformanceDriver::map).toList();
    List<Command<?>> commands = new ArrayList<>();
    rows.forEach(row -> commands.add(command((String) row.get("method"), map(row.get("params")))));
    var told = new ArrayList<Object>();
    if (rows.stream().anyMatch(row -> row.get("key") == null)) {
      b24.batch(commands, halt).forEach(entry -> told.add(entryOf(null, entry)));
      return told;
    }
    var named = new LinkedHashMap<String, Command<?>>();
    for (int i = 0; i < commands.size(); i++) {
      named.put((String) rows.get(i).get("key"), commands.get(i));
    }
    b24.batch(named, halt).forEach((key, entry) -> told.add(entryOf(key, entry)));
    return told;
  }

  private static Command<?> command(String method, Map<String, Object> params) {
    return switch (method) {
      case "crm.calllist.add" -> Command.add(addParams(params));
      case "crm.calllist.get" -> Command.get(number(params, "ID"));
      case "crm.calllist.list" -> Command.list(listParams(params));
      case "crm.calllist.update" -> Command.update(updateParams(params));
      case "crm.calllist.items.get" -> Command.items(itemsParams(params));
      default -> Command.statuses();
    };
  }

  private static Map<String, Object> entryOf(String key, Entry<?> entry) {
    var told = new LinkedHashMap<String, Object>();
    told.put("key", key);
    if (entry.ok()) {
      told.put("result", shown(entry.result()));
    } else {
      told.put("error", errorOf(entry.error()));
    }
    return told;
  }

  private static AddParams addParams(Map<String, Object> wire) {
    return AddParams.of((String) wire.get("ENTITY_TYPE"), longs(wire.get("ENTITIES")))
        .withWebformId(Wire.longOf(wire, "WEBFORM_ID"));
  }

  private static UpdateParams updateParams(Map<String, Object> wire) {
    return UpdateParams.of(
        number(wire, "LIST_ID"),
        (String) wire.get("ENTITY_TYPE"),
        longs(wire.get("ENTITIES")),
        Wire.longOf(wire, "WEBFORM_ID"));
  }

  private static ItemsParams itemsParams(Map<String, Object> wire) {
    Object status = wire.get("FILTER") == null ? null : map(wire.get("FILTER")).get("STATUS");
    return ItemsParams.of(number(wire, "LIST_ID"))
        .withFilter(status == null ? null : ParticipantFilter.of().withStatus((String) status))
        .withStart(start(wire));
  }

  /** PHP's largest number, which JSON in JavaScript rounds up, is the largest long. */
  private static Long start(Map<String, Object> wire) {
    return wire.get("start") instanceof Double huge
        ? Long.valueOf(huge.longValue())
        : Wire.longOf(wire, "start");
  }

  private static ListParams listParams(Map<String, Object> wire) {
    ListParams params = ListParams.of().withStart(start(wire));
    if (wire.get("SELECT") != null) {
      params =
          params.withSelect(list(wire.get("SELECT")).stream().map(String.class::cast).toList());
    }
    if (wire.get("FILTER") != null) {
      params = params.withFilter(map(wire.get("FILTER")));
    }
    if (wire.get("ORDER") != null) {
      var order = new LinkedHashMap<String, String>();
      map(wire.get("ORDER")).forEach((field, direction) -> order.put(field, (String) direction));
      params = params.withOrder(order);
    }
    return params;
  }

  private static List<Long> longs(Object ids) {
    return ids == null ? List.of() : list(ids).stream().map(Wire::toLong).toList();
  }

  /** A result under the names of the wire. */
  private static Object shown(Object result) {
    if (result instanceof CallList list) {
      var wire = row(list.id(), list.dateCreate(), list.createdById(), list.webformId());
      wire.put("ENTITY_TYPE_ID", list.entityTypeId());
      wire.put("ENTITY_TYPE", list.entityType());
      return wire;
    }
    if (result instanceof CallListRow list) {
      var wire = row(list.id(), list.dateCreate(), list.createdById(), list.webformId());
      wire.put("ENTITY_TYPE_ID", list.entityTypeId());
      return wire;
    }
    if (result instanceof Participant one) {
      var wire = new LinkedHashMap<String, Object>();
      wire.put("ID", one.id());
      wire.put("STATUS", one.status());
      wire.put("ENTITY_TYPE", one.entityTypeId());
      return wire;
    }
    if (result instanceof CallStatus status) {
      var wire = new LinkedHashMap<String, Object>();
      wire.put("ID", status.id());
      wire.put("NAME", status.name());
      wire.put("SORT", status.sort());
      wire.put("STATUS_ID", status.statusId());
      return wire;
    }
    if (result instanceof Iterable<?> items) {
      var all = new ArrayList<Object>();
      items.forEach(item -> all.add(shown(item)));
      return all;
    }
    return result;
  }

  private static Map<String, Object> row(Long id, String date, Long createdBy, Long webform) {
    var wire = new LinkedHashMap<String, Object>();
    wire.put("ID", id);
    wire.put("DATE_CREATE", date);
    wire.put("CREATED_BY_ID", createdBy);
    wire.put("WEBFORM_ID", webform);
    return wire;
  }

  private static Map<String, Object> errorOf(CallListException error) {
    var told = new LinkedHashMap<String, Object>();
    told.put("kind", Objects.requireNonNull(KINDS.get(error.getClass()), error.toString()));
    told.put("message", error.getMessage());
    told.put("executed", error.executed().name().toLowerCase(Locale.ROOT));
    told.put("sent", error.sent());
    if (error instanceof PortalException refusal) {
      told.put("status", refusal.status());
      told.put("code", refusal.code());
      told.put("description", refusal.description());
      told.put("argument", refusal.argument());
      told.put("docUrl", refusal.docUrl());
      if (!refusal.ids().isEmpty()) {
        told.put("ids", refusal.ids());
      }
      if (error instanceof LimitException limit && limit.retryAt() != null) {
        told.put("retryAt", limit.retryAt().toEpochMilli());
      }
    } else if (error instanceof UnexpectedResponseException page) {
      told.put("status", page.status());
    } else if (error instanceof PortalMovedException moved) {
      told.put("status", moved.status());
      told.put("host", moved.host());
    } else if (error instanceof OutcomeUnknownException unknown) {
      told.put("cause", errorOf(unknown.getCause()));
    }
    return told;
  }

  private static String traceOf(Throwable error) {
    var trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static long number(Map<String, Object> wire, String name) {
    return Wire.requiredLong(wire, name);
  }

  private static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : Wire.toMap(value);
  }

  private static List<Object> list(Object value) {
    return Wire.toList(value);
  }
}
