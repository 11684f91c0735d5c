package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each method sends, and what it makes of good answers. */
class CallsTest {
  @Test
  void postsJsonToTheMethodBelowTheWebhook() {
    var portal = PlayedPortal.of(result("51"));
    assertEquals(51, portal.client().add(AddParams.of(EntityType.CONTACT, List.of(9L, 17L, 19L))));

    assertEquals("{\"ENTITY_TYPE\":\"CONTACT\",\"ENTITIES\":[9,17,19]}", portal.body());
    var request = portal.requests.get(0);
    assertEquals(PlayedPortal.URL + "crm.calllist.add", request.uri().toString());
    assertEquals("application/json", request.headers().get("Content-Type"));
    assertEquals("b24-calllist-java/0.1.0", request.headers().get("User-Agent"));
    assertEquals(Duration.ofSeconds(60), request.timeout());
  }

  @Test
  void namesItselfAsItsPomDoes() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>(.*?)(-SNAPSHOT)?</version>.*", "$1");
    assertEquals("b24-calllist-java/" + version, Sender.USER_AGENT);
  }

  @Test
  void addSendsAWebFormWhereThereIsOne() {
    var portal = PlayedPortal.of(result("\"51\""));
    assertEquals(51, portal.client().add(AddParams.of("COMPANY", List.of(3L)).withWebformId(5L)));
    assertEquals("{\"ENTITY_TYPE\":\"COMPANY\",\"ENTITIES\":[3],\"WEBFORM_ID\":5}", portal.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ID\":\"13\",\"DATE_CREATE\":\"2025-07-14 08:47:19\",\"CREATED_BY_ID\":\"29\","
            + "\"WEBFORM_ID\":\"1\",\"ENTITY_TYPE_ID\":\"3\",\"ENTITY_TYPE\":\"CONTACT\"}",
        "{\"ID\":13,\"DATE_CREATE\":\"2025-07-14 08:47:19\",\"CREATED_BY_ID\":29.0,"
            + "\"WEBFORM_ID\":1,\"ENTITY_TYPE_ID\":3,\"ENTITY_TYPE\":\"CONTACT\",\"NEW_FIELD\":{}}"
      })
  void getReadsNumbersSentAsTextOrNumber(String answer) {
    var portal = PlayedPortal.of(result(answer));
    assertEquals(
        new CallList(13, "2025-07-14 08:47:19", 29L, 1L, 3L, "CONTACT"), portal.client().get(13));
    assertEquals("{\"ID\":13}", portal.body());
    assertTrue(portal.requests.get(0).uri().getPath().endsWith("/crm.calllist.get"));
  }

  @Test
  void getKeepsWhatItDoesNotKnowAndWhatIsMissing() {
    var portal =
        PlayedPortal.of(result("{\"ID\":\"13\",\"WEBFORM_ID\":null,\"ENTITY_TYPE\":\"SMART_7\"}"));
    assertEquals(new CallList(13, null, null, null, null, "SMART_7"), portal.client().get(13));
  }

  @Test
  void listSendsSelectFilterOrderAndStartAsTheyAre() {
    var portal = PlayedPortal.of(result("[]"));
    var filter = new LinkedHashMap<String, Object>();
    filter.put(">=ID", 14);
    filter.put("@CREATED_BY_ID", List.of(1, "29"));
    filter.put("WEBFORM_ID", null);
    portal
        .client()
        .list(
            ListParams.of()
                .withSelect(List.of("ID", "DATE_CREATE"))
                .withFilter(filter)
                .withOrder(Map.of("ID", "DESC"))
                .withStart(50L));
    assertEquals(
        "{\"SELECT\":[\"ID\",\"DATE_CREATE\"],\"FILTER\":{\">=ID\":14,\"@CREATED_BY_ID\":[1,\"29\"],"
            + "\"WEBFORM_ID\":null},\"ORDER\":{\"ID\":\"DESC\"},\"start\":50}",
        portal.body());
  }

  @Test
  void listSendsNoEmptyFilterWhichPhpWouldTakeForAList() {
    var portal = PlayedPortal.of(result("[]"));
    assertEquals(
        List.of(), portal.client().list(ListParams.of().withFilter(Map.of()).withOrder(Map.of())));
    assertEquals("{}", portal.body());
  }

  @Test
  void listReadsRowsWithTheFieldsThatWereSelected() {
    var portal =
        PlayedPortal.of(
            result("[{\"ID\":\"13\",\"WEBFORM_ID\":null},{\"ENTITY_TYPE_ID\":\"4\"},[]]"));
    assertEquals(
        List.of(
            new CallListRow(13L, null, null, null, null),
            new CallListRow(null, null, null, null, 4L),
            new CallListRow(null, null, null, null, null)),
        portal.client().list());
  }

  @Test
  void updateSendsTheWholeList() {
    var portal = PlayedPortal.of(result("true"));
    assertTrue(portal.client().update(UpdateParams.of(13, "CONTACT", List.of(9L), 1L)));
    assertEquals(
        "{\"LIST_ID\":13,\"ENTITY_TYPE\":\"CONTACT\",\"ENTITIES\":[9],\"WEBFORM_ID\":1}",
        portal.body());
    assertTrue(portal.requests.get(0).uri().getPath().endsWith("/crm.calllist.update"));
  }

  @Test
  void itemsFiltersByStatusAndKeepsStatusesOfThePortalsOwn() {
    var portal =
        PlayedPortal.of(
            result(
                "[{\"ID\":9,\"STATUS\":\"UC_A1B2C3\",\"ENTITY_TYPE\":3},"
                    + "{\"ID\":\"17\",\"STATUS\":\"IN_WORK\",\"ENTITY_TYPE\":\"3\"}]"));
    var params =
        ItemsParams.of(13)
            .withFilter(ParticipantFilter.of().withStatus(StatusCode.SUCCESS))
            .withStart(50L);
    assertEquals(
        List.of(new Participant(9, "UC_A1B2C3", 3L), new Participant(17, "IN_WORK", 3L)),
        portal.client().items(params));
    assertEquals(
        "{\"LIST_ID\":13,\"FILTER\":{\"STATUS\":\"SUCCESS\"},\"start\":50}", portal.body());
  }

  @Test
  void itemsLeavesOutAFilterThatSaysNothing() {
    var portal = PlayedPortal.of(result("[]"));
    portal.client().items(ItemsParams.of(13).withFilter(ParticipantFilter.of().withStatus(null)));
    assertEquals("{\"LIST_ID\":13}", portal.body());
  }

  @Test
  void statusesReadsTheDictionary() {
    var portal =
        PlayedPortal.of(
            result(
                "[{\"ID\":61,\"NAME\":\"В работе\",\"SORT\":\"10\",\"STATUS_ID\":\"IN_WORK\"}]"));
    assertEquals(
        List.of(new CallStatus(61, "В работе", 10L, "IN_WORK")), portal.client().statuses());
    assertEquals("{}", portal.body());
    assertTrue(portal.requests.get(0).uri().getPath().endsWith("/crm.calllist.statuslist"));
  }

  @Test
  void readsAListThatPhpSentAsAMap() {
    var portal = PlayedPortal.of(result("{\"1\":{\"ID\":9},\"5\":{\"ID\":17}}"));
    assertEquals(
        List.of(9L, 17L), portal.client().items(13).stream().map(Participant::id).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "get; null",
        "get; false",
        "get; []",
        "get; 7",
        "get; \"none\"",
        "get; {\"NAME\":\"x\"}",
        "update; null",
        "update; false",
        "update; 0",
        "update; \"\"",
        "update; []",
        "update; {}",
        "items; null",
        "items; true",
        "items; 7",
        "items; \"none\"",
        "items; [3]",
        "items; [[3]]",
        "items; [{\"STATUS\":\"SUCCESS\"}]",
        "items; {\"ID\":\"13\"}",
        "list; null",
        "list; true",
        "list; 0",
        "list; \"none\"",
        "list; [[\"1\"]]",
        "statuses; null",
        "statuses; false",
        "statuses; \"none\""
      })
  void saysWhatCameWhereAResultIsNotWhatTheMethodReturns(String method, String came) {
    var portal = PlayedPortal.of(result(came));
    var error =
        assertThrows(UnexpectedResponseException.class, () -> call(portal.client(), method));
    assertTrue(error.getMessage().endsWith("(result: " + came + ")"), error.getMessage());
    assertEquals(200, error.status());
    assertEquals(1, portal.requests.size(), "the next response would be the same");
  }

  private static Object call(CallListClient b24, String method) {
    return switch (method) {
      case "get" -> b24.get(13);
      case "update" -> b24.update(UpdateParams.of(13, "CONTACT", List.of(9L), null));
      case "items" -> b24.items(13);
      case "list" -> b24.list();
      default -> b24.statuses();
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "false", "true", "0", "51.5", "\"\"", "\"x\"", "[]", "{\"ID\":\"51\"}"})
  void anAddWithoutAnIdMayHaveBeenDone(String came) {
    var portal = PlayedPortal.of(result(came));
    var error =
        assertThrows(
            OutcomeUnknownException.class,
            () -> portal.client().add(AddParams.of("CONTACT", List.of(9L))));
    assertEquals(UnexpectedResponseException.class, error.getCause().getClass());
    assertTrue(error.getMessage().endsWith("(result: " + came + ")"), error.getMessage());
    assertEquals(1, portal.requests.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "\"1\""})
  void phpsTrueIsTrue(String came) {
    assertEquals(true, call(PlayedPortal.of(result(came)).client(), "update"));
  }

  @Test
  void whatCameIsCutShortAndHoldsNoSecret() {
    var came = "\"" + PlayedPortal.CODE + "x".repeat(9000) + "\"";
    var error =
        assertThrows(
            UnexpectedResponseException.class,
            () -> PlayedPortal.of(result(came)).client().get(13));
    assertTrue(error.getMessage().length() < 300, error.getMessage());
    assertFalse(error.getMessage().contains(PlayedPortal.CODE), error.getMessage());
  }

  @Test
  void parametersAreCopiedSoThatLaterChangesDoNotReachARequest() {
    var entities = new ArrayList<>(List.of(9L));
    var filter = new LinkedHashMap<String, Object>(Map.of("ID", 13));
    var add = AddParams.of("CONTACT", entities);
    var list = ListParams.of().withFilter(filter);
    entities.add(17L);
    filter.put("ID", 20);
    assertEquals(List.of(9L), add.entities());
    assertEquals(Map.of("ID", 13), list.filter());
    assertThrows(UnsupportedOperationException.class, () -> list.filter().clear());
    assertNull(ListParams.of().withFilter(Collections.singletonMap("ID", null)).filter().get("ID"));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    var auth = Auth.webhook(PlayedPortal.URL);
    assertThrows(
        IllegalArgumentException.class, () -> CallListClient.builder(auth).timeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new Retry(0, Duration.ZERO, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> new Retry(1, Duration.ofSeconds(-1), Duration.ZERO));
    assertThrows(NullPointerException.class, () -> CallListClient.of(null));
  }
}
