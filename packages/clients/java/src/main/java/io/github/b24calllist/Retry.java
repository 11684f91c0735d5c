package io.github.b24calllist;

import java.time.Duration;

/**
 * How a call is sent again that may be sent again. Which may is not an option: see {@link
 * OutcomeUnknownException}. The pause doubles each time, and a random part of up to a half is taken
 * off; {@code Retry-After} of an answer makes it longer. Nothing is sent again later than ten
 * minutes after the first time; that may have to wait for ten minutes itself where the portal has
 * refused the method ({@link ErrorCode#OPERATION_TIME_LIMIT}).
 *
 * @param attempts how often a call is sent at most, the first time included; 5 by default
 * @param delay before the first repetition; a second by default
 * @param maxDelay the longest pause, unless the portal asks for more; 30 seconds by default
 */
public record Retry(int attempts, Duration delay, Duration maxDelay) {
  /** Five attempts, after 1, 2, 4 and 8 seconds. */
  public static final Retry DEFAULT =
      new Retry(Numbers.RETRY_ATTEMPTS, Numbers.RETRY_DELAY, Numbers.RETRY_MAX_DELAY);

  /** Every call is sent once. */
  public static final Retry OFF = new Retry(1, Duration.ZERO, Duration.ZERO);

  /**
   * Checks the numbers.
   *
   * @param attempts how often a call is sent at most, the first time included
   * @param delay before the first repetition
   * @param maxDelay the longest pause, unless the portal asks for more
   * @throws IllegalArgumentException for less than one attempt or a negative time
   */
  public Retry {
    if (attempts < 1 || delay.isNegative() || maxDelay.isNegative()) {
      throw new IllegalArgumentException(
          "Retry: one attempt or more, and no negative times, such as new Retry(5, "
              + "Duration.ofSeconds(1), Duration.ofSeconds(30))");
    }
  }

  /** The pause after this attempt, the first being 1; {@code random} is from 0 to 1. */
  Duration pause(int attempt, double random) {
    double backoff =
        Math.min((double) maxDelay.toMillis(), delay.toMillis() * Math.pow(2, attempt - 1));
    return Duration.ofMillis(Math.round(backoff * (1 - random / 2)));
  }
}
