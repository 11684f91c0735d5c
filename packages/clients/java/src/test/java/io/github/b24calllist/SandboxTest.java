package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of call lists on a portal in memory. */
@Tag("slow")
class SandboxTest {
  private static PortalProcess sandbox;
  private static CallListClient b24;

  @BeforeAll
  static void start() throws Exception {
    sandbox = PortalProcess.sandbox();
    b24 = sandbox.client();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void reset() {
    sandbox.control("POST", "reset", "");
  }

  private static List<Long> ids(Iterable<Participant> participants) {
    var ids = new ArrayList<Long>();
    participants.forEach(one -> ids.add(one.id()));
    return ids;
  }

  @Test
  void aListIsMadeCalledAndChanged() {
    var params = AddParams.of(EntityType.CONTACT, List.of(9L, 17L, 19L)).withWebformId(5L);
    long id = b24.add(params);
    assertEquals(EntityType.CONTACT, b24.get(id).entityType());
    assertEquals(5L, b24.get(id).webformId());
    assertEquals(List.of(9L, 17L, 19L), b24.items(id).stream().map(Participant::id).toList());

    sandbox.control("PUT", "lists/%d/participants/17".formatted(id), "{\"STATUS\":\"SUCCESS\"}");
    var done = ItemsParams.of(id).withFilter(ParticipantFilter.of().withStatus(StatusCode.SUCCESS));
    assertEquals(List.of(new Participant(17, "SUCCESS", 3L)), b24.items(done));

    assertTrue(b24.update(UpdateParams.of(id, EntityType.CONTACT, List.of(17L, 21L), null)));
    assertEquals(null, b24.get(id).webformId());
    assertEquals(List.of(17L, 21L), ids(b24.participants(id)));
    assertEquals("UC_A1B2C3", b24.statuses().get(4).statusId());
  }

  @Test
  void aListIsReadWholeByEveryUser() {
    List<Long> all = ids(b24.participants(ItemsParams.of(30), 0));
    assertEquals(all, ids(b24.participants(30)));
    assertTrue(all.size() > 50, "more than a page");

    String ofOtto = sandbox.webhookUrl.replace("/rest/1/", "/rest/7/");
    List<Long> even = ids(CallListClient.of(Auth.webhook(ofOtto)).participants(30));
    assertEquals(
        all.stream().filter(id -> id % 2 == 0 && id != 60).toList(), even, "60 was deleted");
    String ofNora = sandbox.webhookUrl.replace("/rest/1/", "/rest/9/");
    assertEquals(List.of(), ids(CallListClient.of(Auth.webhook(ofNora)).participants(30)));
  }

  @Test
  void allListsComeByIdAndAFilterIsUnderstoodInACallAndInABatch() {
    for (int i = 0; i < 60; i++) {
      b24.add(AddParams.of(EntityType.COMPANY, List.of(1L, 2L)));
    }
    List<Long> ids = b24.lists().stream().map(CallListRow::id).toList();
    assertEquals(ids.stream().sorted().toList(), ids);
    assertTrue(ids.size() > 60);

    var filter = ListParams.of().withFilter(Map.of(">=ID", 20, "@ENTITY_TYPE_ID", List.of(3)));
    List<CallListRow> called = b24.list(filter);
    assertEquals(called, b24.batch(List.of(Command.list(filter))).get(0).get());
    assertTrue(called.stream().allMatch(row -> row.id() >= 20 && row.entityTypeId() == 3));
  }

  @Test
  void anAddWhoseAnswerIsLostMadeExactlyOneList() {
    for (String fault : List.of("reset-after", "cut-body")) {
      long before = b24.lists().stream().count();
      sandbox.control(
          "POST",
          "faults",
          "{\"fault\":\"%s\",\"method\":\"crm.calllist.add\",\"times\":0}".formatted(fault));
      var params = AddParams.of(EntityType.CONTACT, List.of(9L));
      assertThrows(OutcomeUnknownException.class, () -> b24.add(params));
      assertEquals(before + 1, b24.lists().stream().count(), fault);
      sandbox.control("DELETE", "faults", "");
    }
  }

  @Test
  void anExpiredTokenIsRenewed() {
    sandbox.control("POST", "faults", "{\"fault\":\"expired-token\"}");
    String portal = sandbox.webhookUrl.replaceFirst("/rest/.*", "");
    var renewals = new AtomicInteger();
    var auth =
        Auth.oauth(
            portal,
            "sandbox-access-token",
            () -> {
              renewals.incrementAndGet();
              return "sandbox-access-token ".trim();
            });
    assertEquals(13, CallListClient.of(auth).get(13).id());
    assertEquals(1, renewals.get());
  }

  @Test
  void aPortalThatIsBusyIsAskedAgain() {
    sandbox.control("POST", "faults", "{\"fault\":\"rate-limit\",\"times\":2}");
    var patient =
        CallListClient.builder(Auth.webhook(sandbox.webhookUrl))
            .retry(new Retry(3, Duration.ofMillis(1), Duration.ofMillis(1)))
            .build();
    long id = patient.add(AddParams.of(EntityType.CONTACT, List.of(9L)));
    assertEquals(List.of(9L), ids(patient.participants(id)));
  }

  @Test
  void refusalsTellTheirCode() {
    var unknown = assertThrows(PortalException.class, () -> b24.get(99));
    assertEquals(ErrorCode.LIST_ID_ERROR, unknown.code());
    var past = ItemsParams.of(13).withStart(50L);
    assertEquals(
        ErrorCode.ACCESS_ERROR, assertThrows(AccessException.class, () -> b24.items(past)).code());
    String wrong = sandbox.webhookUrl.replaceFirst("x+/$", "wrongcode0wrongcode0/");
    var auth =
        assertThrows(AuthException.class, () -> CallListClient.of(Auth.webhook(wrong)).statuses());
    assertEquals(ErrorCode.INVALID_CREDENTIALS, auth.code());
  }
}
