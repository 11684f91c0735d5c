package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.CODE;
import static io.github.b24calllist.PlayedPortal.TOKEN;
import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.fails;
import static io.github.b24calllist.PlayedPortal.json;
import static io.github.b24calllist.PlayedPortal.reply;
import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.b24calllist.PlayedPortal.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that come from outside are printable where they are shown: in errors and their fields. */
class TextsTest {
  /** What could write lines into a log, or take over a terminal. */
  private static final String CONTROLS = "\r\n\t\u001b[31m\u0007\u0085\u009b2J\u2028\u202e\ud83d!";

  private static final String CLEAN = "   \ufffd[31m\ufffd \ufffd2J \ufffd\ufffd!";

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private static CallListException errorOf(Reply reply) {
    var b24 = PlayedPortal.of(reply).builder(Auth.webhook(PlayedPortal.URL)).retry(Retry.OFF);
    return assertThrows(CallListException.class, () -> b24.build().get(13));
  }

  private static PortalException refusalOf(String code, String description) {
    return (PortalException) errorOf(error(400, code, description));
  }

  /** Any portal, page or network that speaks, wherever its text may come to stand. */
  private static Stream<Reply> everySource() {
    String text = Json.write("a" + CONTROLS);
    return Stream.of(
        error(400, "a" + CONTROLS, "a" + CONTROLS),
        json(400, "{\"error\":100,\"error_description\":\"\",\"argument\":" + text + "}"),
        json(200, "{\"result\":" + text + "}"),
        json(200, "{\"result\":{\"a" + "\u009b\u202e" + "\":1}}"),
        reply(502, "text/html" + CONTROLS, "<html>" + CONTROLS + "</html>"),
        request -> moved("https://a\u202eb.example/"),
        fails(new IOException("a" + CONTROLS)),
        fails(new ConnectException("a" + CONTROLS)));
  }

  private static Transport.Response moved(String location) {
    return new Transport.Response(302, Map.of("Location", location), "");
  }

  @ParameterizedTest
  @MethodSource("everySource")
  void nothingUnprintableIsInAnErrorOrItsFields(Reply reply) {
    CallListException alone = errorOf(reply);
    var skipped = new SkippedException("crm.calllist.add", alone, true);
    var unknown = new OutcomeUnknownException("crm.calllist.add", alone, Map.of());
    for (CallListException error : List.of(alone, skipped, unknown)) {
      for (String shown : Shown.textsOf(error)) {
        assertFalse(UNPRINTABLE.matcher(shown).find(), () -> Json.write(shown));
      }
    }
    String all = String.join("\n", Shown.textsOf(alone));
    assertTrue(all.contains("\ufffd"), "there was something to replace");
  }

  @Test
  void theTypeOfAListThatCannotBeChangedIsTextFromOutside() {
    String type = Json.write(CODE + CONTROLS);
    var portal = PlayedPortal.of(result("{\"ID\":13,\"ENTITY_TYPE\":" + type + "}"));
    var error =
        assertThrows(
            PortalException.class,
            () -> portal.client().changeParticipants(13, List.of(9L), List.of()));
    assertTrue(error.description().contains("one of ***" + CLEAN + "."), error.description());
  }

  @Test
  void lineBreaksAndTabsBecomeSpaces() {
    var error = refusalOf("A\r\nB", "a\r\nb\tc\u000bd\fe\u0085f\u2028g\u2029h");
    assertEquals("A  B", error.code());
    assertEquals("a  b c d e f g h", error.description());
  }

  @Test
  void otherControlCharactersMarksOfDirectionAndHalfCharactersAreReplacedOneByOne() {
    String controls = "\0\u0001\u001f\u007f\u0080\u009f\u061c\u200e\u200f\u202a\u202e\u2066\u2069";
    String halves = "\ude00\ud83d";
    String expected = "\ufffd".repeat(controls.length() + halves.length());
    assertEquals(expected, refusalOf("NO", controls + halves).description());
  }

  @Test
  void lettersOfAllLanguagesStayAsTheyAre() {
    String text = "Список №13 — 列表 👩\u200d💻 café\u00a0é \u200b\u2027\u202f\u2065\u206a ~\u00a0¡";
    assertEquals(text, refusalOf("NO", text).description());
  }

  @Test
  void longTextsAreCutAndNoCharacterInTwo() {
    assertEquals("👍".repeat(1000), refusalOf("NO", "👍".repeat(1000)).description());
    assertEquals("👍".repeat(1000) + "…", refusalOf("NO", "👍".repeat(1001)).description());
    assertEquals("👍".repeat(200), refusalOf("👍".repeat(200), "").code());
    assertEquals("👍".repeat(200) + "…", refusalOf("👍".repeat(201), "").code());
    var argument = json(400, "{\"error\":100,\"argument\":\"" + "A".repeat(201) + "\"}");
    assertEquals("A".repeat(200) + "…", ((PortalException) errorOf(argument)).argument());
    var page =
        (UnexpectedResponseException) errorOf(reply(200, "t".repeat(201), "👍".repeat(3000)));
    assertEquals("t".repeat(200) + "…", page.contentType());
    assertEquals("👍".repeat(200), page.excerpt());
    var moved = (PortalMovedException) errorOf(r -> moved("https://" + "h".repeat(201) + "/"));
    assertEquals("h".repeat(200) + "…", moved.host());
  }

  @Test
  void whatIsCutIsMaskedBefore() {
    String secret = CODE + " ";
    var refusal = refusalOf(secret.repeat(80), secret.repeat(400));
    assertEquals("*** ".repeat(50) + "…", refusal.code());
    assertEquals("*** ".repeat(250) + "…", refusal.description());
    for (int before = 0; before < 20; before++) {
      String page = "x".repeat(before) + secret.repeat(500);
      var error = (UnexpectedResponseException) errorOf(reply(502, "text/html", page));
      assertFalse(error.excerpt().contains("s3c"), error.excerpt());
    }
  }

  @Test
  void anExcerptOfAPageFullOfTokensShowsNoPartOfOne() {
    var auth = Auth.oauth("example.bitrix24.com", TOKEN);
    for (int before = 0; before < 20; before++) {
      String page = "x".repeat(before) + TOKEN.repeat(400);
      var b24 = PlayedPortal.of(reply(400, "text/html", page)).client(auth);
      var error = assertThrows(UnexpectedResponseException.class, b24::statuses);
      assertEquals("x".repeat(before) + "*".repeat(200 - before), error.excerpt());
    }
  }

  @Test
  void anAddressInAPageIsMaskedWhereverItStands() {
    String page =
        "a https://old.example/rest/7/0therc0de/x b https%3A%2F%2Fold.example%2Frest%2F7 c";
    var error = (UnexpectedResponseException) errorOf(reply(502, "text/html", page));
    assertEquals("a *** b *** c", error.excerpt());
  }

  @Tag("slow")
  @Test
  void aLongPageIsReadInNoTime() {
    for (String part : List.of("x", "/rest/", "%2Frest%2F", "/rest/1/", "<", "\\", "%25")) {
      String page = part.repeat(Numbers.MAX_BODY / part.length());
      long start = System.nanoTime();
      errorOf(reply(502, "text/html", page));
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      assertTrue(seconds < 5, () -> part + " took " + seconds + " s");
    }
  }

  @Test
  void whereALongPageIsNoLongerSearchedNoPartOfASecretIsShown() {
    int searched = 1 << 20;
    String address = "/rest/7/";
    // Masking makes the address short, so that the code that is cut in two comes to the beginning.
    String page =
        address + "x".repeat(searched - address.length() - 2 * CODE.length()) + " " + CODE + " ";
    var error = (UnexpectedResponseException) errorOf(reply(502, "text/html", page + CODE));
    assertFalse(error.excerpt().contains("s3c"), error.excerpt());
  }

  @Test
  void aPageThatIsSearchedWholeIsShownToItsEnd() {
    String page = "/rest/7/" + "x".repeat((1 << 20) - "/rest/7/".length());
    var error = (UnexpectedResponseException) errorOf(reply(502, "text/html", page));
    assertEquals("***", error.excerpt());
  }

  @Test
  void theBeginningOfALongPageIsShown() {
    String page = "Down. " + "x".repeat(2 << 20);
    var error = (UnexpectedResponseException) errorOf(reply(502, "text/html", page));
    assertEquals("Down. " + "x".repeat(194), error.excerpt());
  }
}
