package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A command as PHP's parse_str reads it. */
class CommandTextTest {
  private static String filtered(Map<String, ?> filter) {
    return CommandText.of(Command.list(ListParams.of().withFilter(filter)));
  }

  @Test
  void keysWithOperatorsAreEncodedSoThatPhpDoesNotCutThemAtTheEqualsSign() {
    assertEquals("crm.calllist.list?FILTER%5B%3E%3DID%5D=14", filtered(Map.of(">=ID", 14)));
    assertEquals(
        "crm.calllist.list?FILTER%5B%40ID%5D%5B0%5D=13&FILTER%5B%40ID%5D%5B1%5D=20",
        filtered(Map.of("@ID", List.of(13, "20"))));
    assertEquals(
        "crm.calllist.list?FILTER%5B%40ID%5D%5B0%5D=13", filtered(Map.of("@ID", Set.of(13))));
  }

  @Test
  void valuesWithSignsAreEncodedOnce() {
    assertEquals(
        "crm.calllist.list?FILTER%5BID%5D=a%26b%2Bc%23d%20%25e%3Df%2A~-._%D0%AF%F0%9F%98%80",
        filtered(Map.of("ID", "a&b+c#d %e=f*~-._Я😀")));
  }

  @Test
  void nullInAFilterIsAnEmptyTextAndTruthIsANumber() {
    var filter = new LinkedHashMap<String, Object>();
    filter.put("WEBFORM_ID", null);
    filter.put("!ID", true);
    filter.put("ID", false);
    assertEquals(
        "crm.calllist.list?FILTER%5BWEBFORM_ID%5D=&FILTER%5B%21ID%5D=1&FILTER%5BID%5D=0",
        filtered(filter));
  }

  @Test
  void phpReadsWhatWasMeant() {
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put(">=ID", "1");
    filter.put("!@ID", List.of("2", "3"));
    filter.put("0", Map.of("LOGIC", "OR", "=ID", List.of("Я & +#?%5B", "")));
    var params =
        ListParams.of()
            .withSelect(List.of("ID", "*"))
            .withFilter(filter)
            .withOrder(Map.of("ID", "DESC"));
    String text = CommandText.of(Command.list(params.withStart(50L)));
    assertEquals(
        Map.of(
            "SELECT", Map.of("0", "ID", "1", "*"),
            "FILTER",
                Map.of(
                    ">=ID", "1",
                    "!@ID", Map.of("0", "2", "1", "3"),
                    "0", Map.of("LOGIC", "OR", "=ID", Map.of("0", "Я & +#?%5B", "1", ""))),
            "ORDER", Map.of("ID", "DESC"),
            "start", "50"),
        parseStr(text.substring("crm.calllist.list?".length())));
  }

  /** PHP's parse_str, as far as it goes here: cut at & and the first =, decode, follow brackets. */
  private static Map<String, Object> parseStr(String query) {
    var all = new LinkedHashMap<String, Object>();
    for (String pair : query.split("#", 2)[0].split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
      int bracket = name.indexOf('[');
      Map<String, Object> map = all;
      String key = bracket < 0 ? name : name.substring(0, bracket);
      var inner = Pattern.compile("\\[([^\\]]*)\\]").matcher(bracket < 0 ? "" : name);
      while (inner.find()) {
        map = child(map, key);
        key = inner.group(1);
      }
      map.put(key, URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> map, String key) {
    return (Map<String, Object>) map.computeIfAbsent(key, k -> new LinkedHashMap<String, Object>());
  }

  @Test
  void whatAQueryCannotCarryIsRefused() {
    assertRefused("is an empty list", Map.of("@ID", List.of()));
    assertRefused("is neither text nor number", Map.of("ID", new int[] {13}));
    assertRefused("looks like a reference", Map.of("ID", "x $RESULT[a][ID]"));
    assertRefused("cannot carry this name", Map.of("A[B", 1));
    assertRefused("cannot carry this name", Map.of("A.B", 1));
    assertRefused("cannot carry this name", Map.of("", 1));
    assertRefused("more than 1000 values", Map.of("@ID", Collections.nCopies(1001, 1)));
    var add = AddParams.of("CONTACT", LongStream.rangeClosed(1, 999).boxed().toList());
    assertTrue(CommandText.of(Command.add(add)).endsWith("=999"), "1000 are carried");
  }

  private static void assertRefused(String why, Map<String, ?> filter) {
    var error = assertThrows(IllegalArgumentException.class, () -> filtered(filter));
    assertTrue(error.getMessage().contains(why), error.getMessage());
    assertTrue(error.getMessage().startsWith("batch: crm.calllist.list: "), error.getMessage());
  }
}
