package io.github.b24calllist;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/** The way of every call: it is sent, judged, and sent again where that is known to be safe. */
final class Sender {
  static final String USER_AGENT = "b24-calllist-java/" + Catalogue.CLIENT_VERSION;

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Auth auth;
  private final Transport transport;
  private final Duration timeout;
  private final Retry retry;
  private final Timing timing;
  private final OperatingTime operating;

  Sender(Auth auth, Transport transport, Duration timeout, Retry retry, Timing timing) {
    this.auth = auth;
    this.transport = transport;
    this.timeout = timeout;
    this.retry = retry;
    this.timing = timing;
    operating = new OperatingTime(timing);
  }

  /** Makes texts from outside fit to be shown; it masks the secrets of this sender's portal. */
  Redactor redactor() {
    return auth.redactor();
  }

  /** What is known of the working time of methods. */
  OperatingTime operating() {
    return operating;
  }

  /** Makes a call, and reads its result. */
  <T> T call(Command<T> command) {
    return command.read(send(command.method(), command.params()), redactor());
  }

  /**
   * Makes a call.
   *
   * @return the {@code result} of its answer
   */
  Object send(String method, Map<String, Object> params) {
    boolean isRepeatable = Outcomes.isRepeatable(method, params);
    Instant lastRepetition = Instant.MAX;
    boolean isRenewed = false;
    CallListException last = null;
    for (int attempt = 1; ; attempt++) {
      waitForReset(method, lastRepetition, last);
      if (attempt == 1) {
        lastRepetition = timing.now().plus(Numbers.RETRY_WINDOW);
      }
      Auth.Token token = auth.token();
      var retryAfter = new String[] {""};
      CallListException error;
      try {
        return attempt(method, params, token, retryAfter);
      } catch (CallListException e) {
        error = e;
      }
      error.addEarlier(last);
      noteRetryAt(error, retryAfter[0]);
      last = Outcomes.told(error, method, params);
      boolean again =
          switch (error.outcome().next(isRepeatable)) {
            case FAIL, FOLLOW -> false;
            case WAIT -> attempt < retry.attempts();
            case RENEW -> token != null && !isRenewed && (isRenewed = auth.renew(token));
            case RETRY, SLOW_DOWN ->
                attempt < retry.attempts() && pause(attempt, retryAfter[0], lastRepetition);
          };
      if (!again) {
        throw last;
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
    boolean newConnection = !Outcomes.isRepeatable(method, params);
    var request =
        new Transport.Request(
            auth.address(method), headers, Json.write(body), timeout, newConnection);
    Transport.Response response = exchange(method, request);
    retryAfter[0] = response.header("Retry-After");
    var answer = Answer.read(method, response, auth.redactor());
    if (!method.equals("batch")) { // its commands have times of their own
      operating.learn(method, answer.time());
    }
    return answer.result();
  }

  private Transport.Response exchange(String method, Transport.Request request) {
    try {
      return transport.send(request);
    } catch (ConnectException
        | UnknownHostException
        | NoRouteToHostException
        | HttpConnectTimeoutException
        | SSLHandshakeException e) {
      NotSentException failure =
          e instanceof NotSentException known ? known : NotSentException.of(e, false);
      String reason = auth.redactor().excerpt(failure.getMessage());
      throw new ConnectionException(method, reason, failure.advice());
    } catch (HttpTimeoutException | SocketTimeoutException e) {
      throw new CallTimeoutException(method, timeout);
    } catch (TooLongException e) {
      throw UnexpectedResponseException.tooLong(
          method, e.status, auth.redactor().name(e.contentType));
    } catch (IOException e) {
      throw new ConnectionException(method, reasonOf(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionException(method, reasonOf(e));
    }
  }

  /** Exceptions of transports are not passed on, since they may name the address. */
  private String reasonOf(Exception error) {
    String name = error.getClass().getSimpleName();
    String message = error.getMessage();
    return message == null ? name : auth.redactor().excerpt(name + ": " + message);
  }

  /** Waits before the next attempt; false where it is not worth it. */
  private boolean pause(int attempt, String retryAfter, Instant lastRepetition) {
    Duration backoff = retry.pause(attempt, timing.random());
    Duration asked = retryAfterOf(retryAfter);
    return sleep(Collections.max(List.of(asked, backoff)), lastRepetition);
  }

  /** Waits until the portal takes a method again, which it has refused. */
  private void waitForReset(String method, Instant lastRepetition, CallListException last) {
    Instant reset = operating.blockedUntil(method);
    Instant now = timing.now();
    if (!reset.isAfter(now)) {
      return;
    }
    Duration left = Duration.between(now, reset);
    if (retry.attempts() == 1 || !sleep(left, lastRepetition)) {
      throw last == null ? OperatingTime.notSent(method, reset, left) : last;
    }
  }

  /** Waits; false where that would end too late, or the thread is interrupted. */
  private boolean sleep(Duration pause, Instant lastRepetition) {
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

  /** Says in a refusal when the call may go again, and holds a method that has worked too long. */
  private void noteRetryAt(CallListException error, String retryAfter) {
    Duration asked = retryAfterOf(retryAfter);
    if (error instanceof LimitException limit && asked.compareTo(Duration.ZERO) > 0) {
      limit.setRetryAt(timing.now().plus(asked));
    }
    if (error instanceof PortalException refusal) {
      operating.hold(refusal);
    }
  }

  /** {@code Retry-After} is a number of seconds or a date; nothing where it is neither. */
  private Duration retryAfterOf(String header) {
    if (DIGITS.matcher(header).matches()) {
      var seconds =
          Math.min(Double.parseDouble(header), (double) Numbers.RETRY_AFTER_MAX.toSeconds());
      return Duration.ofSeconds((long) seconds);
    }
    try {
      var date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Collections.min(
          List.of(Duration.between(timing.now(), date.toInstant()), Numbers.RETRY_AFTER_MAX));
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }
}
