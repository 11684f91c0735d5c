package io.github.b24calllist;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A transport that plays a portal, and a clock that never waits. */
final class PlayedPortal implements Transport, Timing {
  static final String CODE = "s3cretc0de8h1d3m";
  static final String URL = "https://example.bitrix24.com/rest/1/" + CODE + "/";
  static final String TOKEN = "t0ken-s3cret-1";

  /** What a request meets. */
  interface Reply {
    Response to(Request request) throws IOException, InterruptedException;
  }

  /** More than any test sends that comes to an end. */
  private static final int MOST_REQUESTS = 300;

  private final Deque<Reply> replies = new ArrayDeque<>();
  final List<Request> requests = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  double random;

  static PlayedPortal of(Reply... replies) {
    var portal = new PlayedPortal();
    portal.replies.addAll(Arrays.asList(replies));
    return portal;
  }

  CallListClient client() {
    return client(Auth.webhook(URL));
  }

  CallListClient client(Auth auth) {
    return builder(auth).build();
  }

  CallListClient.Builder builder(Auth auth) {
    return CallListClient.builder(auth).transport(this).timing(this);
  }

  static Reply json(int status, String body) {
    return reply(status, "application/json; charset=utf-8", body);
  }

  static Reply result(String result) {
    return json(200, "{\"result\":" + result + ",\"time\":{\"start\":1787206096}}");
  }

  static Reply error(int status, String code, String description) {
    return json(
        status, Json.write(new TreeMap<>(Map.of("error", code, "error_description", description))));
  }

  static Reply reply(int status, String type, String body) {
    return request -> new Response(status, Map.of("content-type", type), body);
  }

  static Reply page(int status) {
    return reply(status, "text/html", "<html><body>Sorry</body></html>");
  }

  static Reply fails(IOException error) {
    return request -> {
      throw error;
    };
  }

  /** The bodies that were sent, as JSON. */
  List<String> bodies() {
    return requests.stream().map(Request::body).toList();
  }

  /** The only request's body. */
  String body() {
    if (requests.size() != 1) {
      throw new AssertionError(requests.size() + " requests were sent");
    }
    return requests.get(0).body();
  }

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    requests.add(request);
    if (requests.size() > MOST_REQUESTS) {
      throw new AssertionError("it goes on for ever");
    }
    if (replies.isEmpty()) {
      throw new AssertionError("one request more than was expected: " + request.body());
    }
    // The last one is played for ever.
    return (replies.size() == 1 ? replies.peek() : replies.poll()).to(request);
  }

  @Override
  public Instant now() {
    var now = Instant.parse("2026-08-20T06:00:00Z");
    for (Duration pause : pauses) {
      now = now.plus(pause);
    }
    return now;
  }

  @Override
  public double random() {
    return random;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    pauses.add(time);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
