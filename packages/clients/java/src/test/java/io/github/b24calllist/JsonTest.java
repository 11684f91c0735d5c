package io.github.b24calllist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Object parse(String text) throws Json.SyntaxException {
    return Json.parse(text);
  }

  @Test
  void readsEveryKindOfValue() throws Exception {
    assertEquals(
        Arrays.asList(1L, -20L, 0L, "a", true, false, null, Map.of(), List.of()),
        parse(" [1 ,-20,0,\"a\",true,false,null,{},[ ]]\r\n\t"));
    assertEquals(Map.of("a", Map.of("b", List.of(1L))), parse("{\"a\" : {\"b\":[1]} }"));
  }

  @Test
  void keepsTheOrderOfNamesAndTheLastOfTwo() throws Exception {
    var map = (Map<?, ?>) parse("{\"z\":1,\"10\":2,\"a\":3,\"z\":4}");
    assertEquals("{z=4, 10=2, a=3}", map.toString());
  }

  @Test
  void readsNumbersAsWholeOnesWhereTheyAre() throws Exception {
    assertEquals(Long.MAX_VALUE, parse("9223372036854775807"));
    assertEquals(Long.MIN_VALUE, parse("-9223372036854775808"));
    assertEquals(9.223372036854776E18, parse("9223372036854775808"));
    assertEquals(0L, parse("-0"));
    assertEquals(13.5, parse("13.5"));
    assertEquals(13.0, parse("13.0"));
    assertEquals(-1200.0, parse("-1.2e+3"));
    assertEquals(0.05, parse("5E-2"));
    assertEquals("1e999999", parse("1e999999"), "a number that Java cannot hold is text");
    assertEquals("-1e999999", parse("-1e999999"));
  }

  @Test
  void readsEscapesAndSurrogatePairs() throws Exception {
    assertEquals("\"\\/\b\f\n\r\t", parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""));
    assertEquals("Обзвон €", parse("\"\\u041e\\u0431\\u0437\\u0432\\u043E\\u043d \\u20ac\""));
    assertEquals("😀", parse("\"\\ud83d\\ude00\""));
    assertEquals("😀 \uffff", parse("\"😀 \uffff\""));
    assertEquals("\ud83d", parse("\"\\ud83d\""), "half a pair is passed on as it came");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "\"a",
        "\"\\",
        "\"\\u12",
        "\"\\u12g4\"",
        "\"\\u١٢٣٤\"",
        "\"\\x\"",
        "\"\n\"",
        "\"\t\"",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "Infinity",
        "tru",
        "True",
        "nul",
        "undefined",
        "1 2",
        "[1] x",
        "// a\n1",
        "\u00a01",
        "\ufeff1",
        "[1;2]",
        "--1",
        "٣",
        "<html>"
      })
  void refusesWhatIsNotJson(String text) {
    assertThrows(Json.SyntaxException.class, () -> parse(text));
  }

  @Test
  void tellsThePlaceAndNothingOfTheText() {
    var error = assertThrows(Json.SyntaxException.class, () -> parse("{\"secret\":\"s3cret"));
    assertEquals("the text breaks off at 17", error.getMessage());
  }

  @Test
  void refusesWhatIsNestedSoDeeplyThatTheStackWouldEnd() throws Exception {
    parse("[".repeat(100) + "]".repeat(100));
    assertThrows(Json.SyntaxException.class, () -> parse("[".repeat(102) + "]".repeat(102)));
    assertThrows(Json.SyntaxException.class, () -> parse("{\"a\":".repeat(1_000_000)));
  }

  @Test
  void refusesSoManyValuesThatTheyWouldFillTheMemory() throws Exception {
    parse("[" + "0,".repeat(4_999_998) + "0]");
    assertThrows(Json.SyntaxException.class, () -> parse("[" + "0,".repeat(4_999_999) + "0]"));
  }

  @Test
  void writesEveryKindOfValue() {
    var map = new LinkedHashMap<String, Object>();
    map.put("FILTER", Map.of(">=ID", 14L));
    map.put("SELECT", List.of("ID", "*"));
    map.put("none", null);
    map.put("yes", true);
    map.put("half", 0.5);
    assertEquals(
        "{\"FILTER\":{\">=ID\":14},\"SELECT\":[\"ID\",\"*\"],\"none\":null,\"yes\":true,\"half\":0.5}",
        Json.write(map));
    assertEquals("[[],{}]", Json.write(List.of(List.of(), Map.of())));
  }

  @Test
  void writesTextSoThatUtf8CanCarryIt() {
    assertEquals(
        "\"\\\"\\\\\\u0000\\u000a\\u001f/ Я😀\u2028\"", Json.write("\"\\\0\n\u001f/ Я😀\u2028"));
    assertEquals("\"\\ud83d!\"", Json.write("\ud83d!"));
    assertEquals("\"\\ude00\\ud83d\"", Json.write("\ude00\ud83d"));
  }

  @Test
  void doesNotWriteWhatJsonHasNot() {
    assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Json.write(Float.POSITIVE_INFINITY));
    var loop = new ArrayList<Object>();
    loop.add(loop);
    assertThrows(IllegalArgumentException.class, () -> Json.write(loop));
  }

  @Test
  void readsBackWhatItWrote() throws Exception {
    var random = new Random(13);
    for (int i = 0; i < 2000; i++) {
      Object value = any(random, 4);
      assertEquals(value, parse(Json.write(value)));
    }
  }

  private static Object any(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 2 -> random.nextBoolean();
      case 3 -> null;
      case 4 -> text(random);
      case 5 -> {
        var list = new ArrayList<Object>();
        random.ints(random.nextInt(4)).forEach(n -> list.add(any(random, depth - 1)));
        yield list;
      }
      default -> {
        var map = new LinkedHashMap<String, Object>();
        random.ints(random.nextInt(4)).forEach(n -> map.put(text(random), any(random, depth - 1)));
        yield map;
      }
    };
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    random.ints(random.nextInt(8), 0, 0x10000).forEach(c -> text.append((char) c));
    return text.toString();
  }
}
