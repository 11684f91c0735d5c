package io.github.b24calllist;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;

/** The way of every call: it is sent, judged, and sent again where that is known to be safe. */
final class Sender {
  static final String USER_AGENT = "b24-calllist-java/0.1.0";

  /** After its first sending in which a call may be sent again, whatever Retry-After asks for. */
  private static final Duration REPEAT_WITHIN = Duration.ofMinutes(10);

  private final Auth auth;
  private final Transport transport;
  private final Duration timeout;
  private final Retry retry;
  private final Timing timing;

  Sender(Auth auth, Transport transport, Duration timeout, Retry retry, Timing timing) {
    this.auth = auth;
    this.transport = transport;
    this.timeout = timeout;
    this.retry = retry;
    this.timing = timing;
  }

  /** Masks the secrets of this sender's portal. */
  Redactor redactor() {
    return auth.redactor();
  }

  /**
   * Makes a call.
   *
   * @return the {@code result} of its answer
   */
  Object send(String method, Map<String, Object> params) {
    boolean isRepeatable = Outcome.isRepeatable(method, params);
    Instant lastRepetition = timing.now().plus(REPEAT_WITHIN);
    boolean isRenewed = false;
    for (int attempt = 1; ; attempt++) {
      Auth.Token token = auth.token();
      var retryAfter = new String[] {""};
      CallListException error;
      try {
        return attempt(method, params, token, retryAfter);
      } catch (CallListException e) {
        error = e;
      }
      boolean again =
          switch (Outcome.of(error).next(isRepeatable)) {
            case END -> false;
            case RENEW -> token != null && !isRenewed && (isRenewed = auth.renew(token));
            case REPEAT ->
                attempt < retry.attempts() && pause(attempt, retryAfter[0], lastRepetition);
          };
      if (!again) {
        throw Outcome.told(error, method, params);
      }
    }
  }

  private Object attempt(
      String method, Map<String, Object> params, Auth.Token token, String[] retryAfter) {
    var body = new LinkedHashMap<>(params);
    if (token != null) {
      body.put("auth", token.text);
    }
    var headers =
        Map.of(
            "Accept", "application/json",
            "Content-Type", "application/json",
            "User-Agent", USER_AGENT);
    var request = new Transport.Request(auth.address(method), headers, Json.write(body), timeout);
    Transport.Response response = exchange(method, request);
    retryAfter[0] = response.header("Retry-After");
    return Answer.resultOf(method, response, auth.redactor());
  }

  private Transport.Response exchange(String method, Transport.Request request) {
    try {
      return transport.send(request);
    } catch (HttpConnectTimeoutException
        | ConnectException
        | UnknownHostException
        | SSLHandshakeException e) {
      throw new ConnectionException(method, reasonOf(e), false);
    } catch (HttpTimeoutException | java.net.SocketTimeoutException e) {
      throw new CallTimeoutException(method, timeout);
    } catch (IOException e) {
      throw new ConnectionException(method, reasonOf(e), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionException(method, reasonOf(e), true);
    }
  }

  /** Exceptions of transports are not passed on, since they may name the address. */
  private String reasonOf(Exception error) {
    Throwable told = error.getCause() instanceof UnresolvedAddressException cause ? cause : error;
    String message = told.getMessage();
    String name = told.getClass().getSimpleName();
    return message == null ? name : auth.redactor().excerpt(name + ": " + message);
  }

  /** Waits before the next attempt; false where it is not worth it. */
  private boolean pause(int attempt, String retryAfter, Instant lastRepetition) {
    Duration backoff = retry.pause(attempt, timing.random());
    Duration asked = retryAfterOf(retryAfter);
    Duration pause = asked.compareTo(backoff) > 0 ? asked : backoff;
    if (pause.compareTo(Duration.between(timing.now(), lastRepetition)) > 0) {
      return false;
    }
    try {
      timing.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** {@code Retry-After} is a number of seconds or a date; nothing where it is neither. */
  private Duration retryAfterOf(String header) {
    Long seconds = Wire.parseLong(header);
    if (seconds != null) {
      return Duration.ofSeconds(seconds);
    }
    try {
      var date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Duration.between(timing.now(), date.toInstant());
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }
}
