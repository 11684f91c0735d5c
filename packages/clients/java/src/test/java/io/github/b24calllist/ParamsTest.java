package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Parameters that cannot be sent are refused where they are made, with right ones. */
class ParamsTest {
  private static final String ENTITIES =
      "entities: a list of ids, whole numbers above 0, such as List.of(9L, 17L)";
  private static final String ENTITY_TYPE = "entityType: one of CONTACT, COMPANY; not null";

  private static void assertRefused(String why, Executable made) {
    assertEquals(why, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  @Test
  void aListNeedsWhomItCalls() {
    assertRefused(ENTITIES, () -> AddParams.of(EntityType.CONTACT, null));
    assertRefused(ENTITIES, () -> AddParams.of(EntityType.CONTACT, Arrays.asList(9L, null)));
    assertRefused(ENTITY_TYPE, () -> AddParams.of(null, List.of(9L)));
    assertRefused(ENTITIES, () -> UpdateParams.of(13, EntityType.CONTACT, null, null));
    assertRefused(ENTITY_TYPE, () -> UpdateParams.of(13, null, List.of(9L), 5L));
  }

  @Test
  void aListCallsContactsOrCompanies() {
    assertRefused(
        "entityType: one of CONTACT, COMPANY; not LEAD",
        () -> AddParams.of(EntityTypeName.LEAD, List.of(9L)));
    assertRefused(
        "entityType: one of CONTACT, COMPANY; not contact",
        () -> UpdateParams.of(13, "contact", List.of(9L), null));
  }

  @Test
  void anIdIsPositive() {
    assertRefused(ENTITIES, () -> AddParams.of(EntityType.CONTACT, List.of(9L, 0L)));
    assertRefused(
        "listId: an id is a whole number above 0, such as 17; not -13",
        () -> UpdateParams.of(-13, EntityType.CONTACT, List.of(9L), null));
    assertRefused(
        "listId: an id is a whole number above 0, such as 17; not 0", () -> ItemsParams.of(0));
    assertRefused("id: an id is a whole number above 0, such as 17; not 0", () -> Command.get(0));
    assertRefused(
        "webformId: an id is a whole number above 0, such as 17; not 0",
        () -> AddParams.of(EntityType.CONTACT, List.of(9L)).withWebformId(0L));
  }

  @Test
  void fieldsAreNoNulls() {
    assertRefused(
        "select: a list without nulls in it, such as List.of(\"ID\")",
        () -> ListParams.of().withSelect(Arrays.asList("ID", null)));
  }
}
