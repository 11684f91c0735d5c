package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.TOKEN;
import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.b24calllist.PlayedPortal.Reply;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OAuthTest {
  private static final Reply EXPIRED =
      error(401, "expired_token", "The access token provided has expired.");

  private static CallListClient client(PlayedPortal portal, Supplier<String> renewal) {
    return portal.client(Auth.oauth("example.bitrix24.com", TOKEN, renewal));
  }

  @Test
  void theTokenTravelsInTheBodyAndNeverInTheUrl() {
    var portal = PlayedPortal.of(result("[]"));
    portal.client(Auth.oauth("example.bitrix24.com", TOKEN)).items(13);
    assertEquals("{\"LIST_ID\":13,\"auth\":\"t0ken-s3cret-1\"}", portal.body());
    assertEquals(
        "https://example.bitrix24.com/rest/crm.calllist.items.get",
        portal.requests.get(0).uri().toString());
  }

  @Test
  void anExpiredTokenIsRenewedOnceAndTheCallSentAgain() {
    var portal = PlayedPortal.of(EXPIRED, result("51"), result("{\"ID\":13}"));
    var asked = new AtomicInteger();
    var b24 = client(portal, () -> "renewed-" + asked.incrementAndGet());
    assertEquals(51, b24.add(AddParams.of("CONTACT", List.of(9L))));
    assertEquals(
        "{\"ENTITY_TYPE\":\"CONTACT\",\"ENTITIES\":[9],\"auth\":\"renewed-1\"}",
        portal.bodies().get(1));
    b24.get(13);
    assertEquals("{\"ID\":13,\"auth\":\"renewed-1\"}", portal.bodies().get(2), "it is kept");
    assertEquals(1, asked.get());
    assertEquals(List.of(), portal.pauses);
  }

  @Test
  void aTokenThatHasExpiredAgainIsNotRenewedForEver() {
    var portal = PlayedPortal.of(EXPIRED);
    var error = assertThrows(AuthException.class, () -> client(portal, () -> "renewed").statuses());
    assertEquals(ErrorCode.EXPIRED_TOKEN, error.code());
    assertEquals(2, portal.requests.size());
  }

  @Test
  void withoutANewTokenTheCallEndsAsThePortalSaid() {
    for (String none : new String[] {null, "", " "}) {
      var portal = PlayedPortal.of(EXPIRED);
      assertThrows(AuthException.class, () -> client(portal, () -> none).statuses());
      assertEquals(1, portal.requests.size());
    }
  }

  @Test
  void whatTheRenewalThrowsIsThrown() {
    var mine = new IllegalStateException("no refresh token");
    Supplier<String> failing =
        () -> {
          throw mine;
        };
    var b24 = client(PlayedPortal.of(EXPIRED), failing);
    assertSame(mine, assertThrows(IllegalStateException.class, b24::statuses));
  }

  @Test
  void whatBatchesDidBeforeARenewalFailedIsNotLost() {
    Reply batch = result("{\"result\":" + Json.write(results(50)) + ",\"result_error\":[]}");
    var b24 =
        client(
            PlayedPortal.of(batch, EXPIRED),
            () -> {
              throw new IllegalStateException("no refresh token");
            });
    var commands = Collections.nCopies(51, Command.add(AddParams.of("CONTACT", List.of(9L))));
    var entries = b24.batch(commands);
    assertEquals(51, entries.get(0).get());
    assertEquals(OutcomeUnknownException.class, entries.get(50).error().getClass());
  }

  private static Map<String, Object> results(int count) {
    var results = new LinkedHashMap<String, Object>();
    for (int i = 0; i < count; i++) {
      results.put("c" + i, 51);
    }
    return results;
  }

  @Test
  void threadsThatMeetAnExpiredTokenShareOneRenewalThatFailsOrGivesNone() throws Exception {
    var mine = new IllegalStateException("no refresh token");
    assertEquals(Set.of(mine), endsOf(8, portal(8), () -> throwing(mine)));
    Set<Throwable> refused = endsOf(8, portal(8), () -> null);
    assertEquals(8, refused.size(), "each has been refused by itself");
    refused.forEach(error -> assertEquals(AuthException.class, error.getClass()));
  }

  private static String throwing(RuntimeException error) {
    throw error;
  }

  /** A portal that takes no token, and answers when so many have come. */
  private static Transport portal(int calls) {
    var allAsked = new CountDownLatch(calls);
    return request -> {
      allAsked.countDown();
      allAsked.await();
      return new Transport.Response(401, Map.of(), "{\"error\":\"expired_token\"}");
    };
  }

  /**
   * What calls end in; the renewal is asked once for all of them, and once again for a later one.
   */
  private static Set<Throwable> endsOf(int calls, Transport transport, Supplier<String> renewal)
      throws InterruptedException {
    var asked = new AtomicInteger();
    Supplier<String> counted =
        () -> {
          asked.incrementAndGet();
          return renewal.get();
        };
    var auth = Auth.oauth("example.bitrix24.com", TOKEN, counted);
    var b24 = CallListClient.builder(auth).transport(transport).build();
    var pool = Executors.newFixedThreadPool(calls);
    var ends = new HashSet<Throwable>();
    try {
      List<Callable<List<CallStatus>>> all = Collections.nCopies(calls, b24::statuses);
      for (var call : pool.invokeAll(all)) {
        ends.add(assertThrows(ExecutionException.class, call::get).getCause());
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(1, asked.get());
    assertThrows(RuntimeException.class, b24::statuses);
    assertEquals(2, asked.get(), "a later call asks again");
    return ends;
  }

  @Test
  void threadsThatMeetAnExpiredTokenShareOneRenewal() throws Exception {
    int threads = 8;
    var allAsked = new CountDownLatch(threads);
    var asked = new AtomicInteger();
    Transport transport =
        request -> {
          if (request.body().contains("renewed")) {
            return new Transport.Response(200, Map.of(), "{\"result\":[]}");
          }
          allAsked.countDown();
          allAsked.await();
          return new Transport.Response(401, Map.of(), "{\"error\":\"expired_token\"}");
        };
    var auth =
        Auth.oauth("example.bitrix24.com", TOKEN, () -> "renewed-" + asked.incrementAndGet());
    var b24 = CallListClient.builder(auth).transport(transport).build();
    var pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<List<CallStatus>>> calls = Collections.nCopies(threads, b24::statuses);
      for (var call : pool.invokeAll(calls)) {
        assertEquals(List.of(), call.get());
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(1, asked.get());
  }
}
