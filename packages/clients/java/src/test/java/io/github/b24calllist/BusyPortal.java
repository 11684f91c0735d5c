package io.github.b24calllist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;

/** A portal with one list, number 13, whose operators work; and a clock that they work by. */
final class BusyPortal implements Transport, Timing {
  private static final long HIGHEST_CONTACT = 1_000_000;

  /** More than any test sends that comes to an end. */
  private static final int MOST_REQUESTS = 100;

  final BusyList list;
  final List<List<Long>> updates = new ArrayList<>();

  /** Places of the pages of each request. */
  final List<List<Long>> starts = new ArrayList<>();

  String entityType = "CONTACT";

  /** As the portal shows it; after an update, what came with it. */
  Object webform = "5";

  /** What happens in a pause of the client. */
  Runnable onSleep = () -> {};

  /** What happens before a request of this number; the first is 0. */
  IntConsumer beforeRequest = number -> {};

  /** Refuses the pages that it holds for, by their start. */
  LongPredicate refuses = start -> false;

  /** Breaks off the requests that it finds. */
  int failsAfterUpdate;

  private Instant now = Instant.parse("2026-08-20T06:00:00Z");
  final List<Duration> pauses = new ArrayList<>();

  BusyPortal(BusyList list) {
    this.list = list;
  }

  CallListClient client() {
    return CallListClient.builder(Auth.webhook(PlayedPortal.URL))
        .transport(this)
        .timing(this)
        .build();
  }

  @Override
  public Response send(Request request) throws IOException {
    if (!updates.isEmpty() && failsAfterUpdate > 0) {
      failsAfterUpdate--;
      throw new IOException("Connection reset");
    }
    list.pause();
    try {
      beforeRequest.accept(starts.size());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    starts.add(new ArrayList<>());
    if (starts.size() > MOST_REQUESTS) {
      throw new AssertionError("it goes on for ever");
    }
    String path = request.uri().getPath();
    String method = path.substring(path.lastIndexOf('/') + 1);
    Map<String, Object> params = parse(request.body());
    if (!method.equals("batch")) {
      Map<String, Object> answer = run(method, params);
      int status = answer.containsKey("result") ? 200 : method.endsWith("items.get") ? 403 : 400;
      return new Response(status, Map.of(), Json.write(answer));
    }
    var results = new LinkedHashMap<String, Object>();
    var errors = new LinkedHashMap<String, Object>();
    Wire.toMap(params.get("cmd"))
        .forEach(
            (key, command) -> {
              String[] parts = command.toString().split("\\?", 2);
              Map<String, Object> answer = run(parts[0], query(parts[1]));
              if (answer.containsKey("result")) {
                results.put(key, answer.get("result"));
              } else {
                errors.put(key, answer);
              }
            });
    Object maps = Map.of("result", results, "result_error", errors);
    return new Response(200, Map.of(), Json.write(Map.of("result", maps)));
  }

  private static Map<String, Object> parse(String json) {
    try {
      return Wire.toMap(Json.parse(json));
    } catch (Json.SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code FILTER[STATUS]=IN_WORK&ENTITIES[0]=9}, one level deep. */
  private static Map<String, Object> query(String query) {
    var params = new LinkedHashMap<String, Object>();
    for (String pair : query.split("&", -1)) {
      String[] parts = URLDecoder.decode(pair, StandardCharsets.UTF_8).split("=", 2);
      String[] names = parts[0].split("\\[", 2);
      if (names.length == 1) {
        params.put(parts[0], parts[1]);
      } else {
        Map<String, Object> inner = Wire.toMap(params.getOrDefault(names[0], Map.of()));
        inner.put(names[1].replace("]", ""), parts[1]);
        params.put(names[0], inner);
      }
    }
    return params;
  }

  private Map<String, Object> run(String method, Map<String, Object> params) {
    return switch (method) {
      case "crm.calllist.items.get" -> items(params);
      case "crm.calllist.get" ->
          Map.of("result", Map.of("ID", "13", "WEBFORM_ID", webform, "ENTITY_TYPE", entityType));
      default -> update(params);
    };
  }

  private Map<String, Object> items(Map<String, Object> params) {
    Object status = Wire.toMap(params.getOrDefault("FILTER", Map.of())).get("STATUS");
    long start = Wire.requiredLong(params, "start");
    starts.get(starts.size() - 1).add(start);
    if (refuses.test(start)) {
      return error("LIST_ID_ERROR", "Call list is not found");
    }
    List<BusyList.Row> page = list.page(start, (String) status);
    if (page.isEmpty()) {
      return error("ACCESS_ERROR", "You do not have access");
    }
    var rows = new ArrayList<Object>();
    for (BusyList.Row row : page) {
      rows.add(Map.of("ID", row.id, "STATUS", row.status, "ENTITY_TYPE", 3));
    }
    return Map.of("result", rows);
  }

  private Map<String, Object> update(Map<String, Object> params) {
    if (!params.get("ENTITY_TYPE").equals("CONTACT")) {
      return error("ENTITY_TYPE_ERROR", "EntityType is incorrect");
    }
    List<Long> ids = Wire.toList(params.get("ENTITIES")).stream().map(Wire::toLong).toList();
    boolean isWrong =
        ids.stream().anyMatch(id -> list.deleted.contains(id) || id > HIGHEST_CONTACT);
    if (isWrong || new HashSet<>(ids).size() < ids.size()) {
      return error("ENTITIES_ERROR", "Incorrect entities id");
    }
    if (Wire.requiredLong(params, "LIST_ID") != 13) {
      return error("LIST_ID_ERROR", "Incorrect list id or access denied");
    }
    updates.add(ids);
    webform = params.getOrDefault("WEBFORM_ID", "");
    list.update(ids);
    list.work();
    return Map.of("result", true);
  }

  private static Map<String, Object> error(String code, String description) {
    return Map.of("error", code, "error_description", description);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public double random() {
    return 0;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(time);
    now = now.plus(time);
    onSleep.run();
  }
}
