package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.json;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that no portal sends ends in an error of the call, and in no other exception. */
class OddJsonTest {
  private static final AddParams NEW_LIST = AddParams.of("CONTACT", List.of(9L));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "-1e999",
        "[1e999]",
        "{\"ID\":1e999}",
        "{\"ID\":\"\\ud83d\"}",
        "{\"ID\":null,\"ID\":[]}"
      })
  void aResultThatIsNoneIsToldHoweverOddItIs(String result) {
    var portal = PlayedPortal.of(json(200, "{\"result\":" + result + "}"));
    var b24 = portal.builder(Auth.webhook(PlayedPortal.URL)).retry(Retry.OFF).build();
    assertThrows(OutcomeUnknownException.class, () -> b24.add(NEW_LIST));
    assertThrows(UnexpectedResponseException.class, () -> b24.get(13));
  }

  @Test
  void anyNumberCanBeAnErrorCode() {
    for (String number : List.of("1e999999999", "9".repeat(100_000), "0.1e-99999999")) {
      var portal = PlayedPortal.of(json(400, "{\"error\":" + number + "}"));
      assertThrows(PortalException.class, () -> portal.client().get(13));
    }
  }

  /** Made of what portals send, so that it comes far. */
  private static Object anything(Random random, int depth) {
    List<String> names =
        List.of(
            "result", "result_error", "result_time", "error", "error_description", "time", "ID");
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian() * 1e300;
      case 4 -> List.of("13", "", "IN_WORK", "-1", "\ud83d", "1e5").get(random.nextInt(6));
      case 5 -> new LinkedHashMap<String, Object>();
      case 6 -> {
        var list = new ArrayList<Object>();
        random.ints(random.nextInt(4)).forEach(i -> list.add(anything(random, depth - 1)));
        yield list;
      }
      default -> {
        var map = new LinkedHashMap<String, Object>();
        names.stream()
            .filter(name -> random.nextInt(3) == 0)
            .forEach(name -> map.put(name, anything(random, depth - 1)));
        map.put("c" + random.nextInt(2), anything(random, depth - 1));
        yield map;
      }
    };
  }

  @Tag("slow")
  @Test
  void whateverJsonComesACallEndsInAResultOrInItsOwnError() {
    var random = new Random(13);
    var seen = new int[2];
    for (int i = 0; i < 300; i++) {
      var body = new LinkedHashMap<String, Object>();
      body.put(random.nextInt(4) == 0 ? "error" : "result", anything(random, 4));
      body.put("time", anything(random, 2));
      String text = Json.write(body);
      List<Runnable> calls =
          List.of(
              () -> played(text).add(NEW_LIST),
              () -> played(text).get(13),
              () -> played(text).list(),
              () -> played(text).update(UpdateParams.of(13, "CONTACT", List.of(9L), null)),
              () -> played(text).items(13),
              () -> played(text).statuses(),
              () -> played(text).batch(List.of(Command.get(13), Command.add(NEW_LIST))),
              () -> played(text).participants(ItemsParams.of(13), 1).forEach(row -> {}),
              () -> played(text).lists().forEach(row -> {}),
              () -> played(text).progressOf(13),
              () -> played(text).changeParticipants(13, List.of(9L), List.of()));
      for (Runnable call : calls) {
        try {
          call.run();
          seen[0]++;
        } catch (CallListException e) {
          seen[1]++;
        }
      }
    }
    assertTrue(seen[0] > 100 && seen[1] > 100, () -> seen[0] + " " + seen[1]);
  }

  private static CallListClient played(String body) {
    var portal = PlayedPortal.of(json(200, body));
    return portal.builder(Auth.webhook(PlayedPortal.URL)).retry(Retry.OFF).build();
  }
}
