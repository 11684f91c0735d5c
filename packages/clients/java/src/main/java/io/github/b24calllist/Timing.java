package io.github.b24calllist;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, so that tests can hold both. */
interface Timing {
  Instant now();

  /** A number from 0 to just under 1. */
  double random();

  void sleep(Duration time) throws InterruptedException;

  /** The machine's own. */
  Timing SYSTEM =
      new Timing() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time.toMillis());
        }
      };
}
