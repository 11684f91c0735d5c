package io.github.b24calllist;

import static io.github.b24calllist.PlayedPortal.CODE;
import static io.github.b24calllist.PlayedPortal.TOKEN;
import static io.github.b24calllist.PlayedPortal.URL;
import static io.github.b24calllist.PlayedPortal.error;
import static io.github.b24calllist.PlayedPortal.fails;
import static io.github.b24calllist.PlayedPortal.json;
import static io.github.b24calllist.PlayedPortal.reply;
import static io.github.b24calllist.PlayedPortal.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.b24calllist.PlayedPortal.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook's code and a token are in nothing that people see. */
class SecretsTest {
  private static final String BOTH = CODE + " and " + TOKEN + " at " + URL + "crm.calllist.add";

  private static Stream<Reply> repliesThatRepeatTheSecret() {
    return Stream.of(
        error(401, "INVALID_" + CODE + TOKEN, "Webhook " + BOTH + " is wrong"),
        json(500, "{\"error\":\"" + BOTH + "\",\"error_description\":\"" + BOTH + "\"}"),
        reply(200, "text/html; x=" + CODE + TOKEN, "<html>" + BOTH + "</html>"),
        reply(502, "text/html", "x".repeat(190) + BOTH),
        json(
            200,
            "{\"request\":\"https:\\/\\/example.bitrix24.com\\/rest\\/1\\/" + CODE + "\\/" + TOKEN),
        request ->
            new Transport.Response(302, Map.of("Location", "https://" + CODE + TOKEN + "/"), BOTH),
        fails(new IOException("cannot send to " + BOTH)),
        fails(new ConnectException(BOTH)),
        fails(new IOException(new IllegalStateException(BOTH))));
  }

  @ParameterizedTest
  @MethodSource("repliesThatRepeatTheSecret")
  void noErrorShowsIt(Reply reply) {
    for (Auth auth : List.of(Auth.webhook(URL), Auth.oauth("example.bitrix24.com", TOKEN))) {
      String secret = auth.token() == null ? CODE : TOKEN;
      var b24 = PlayedPortal.of(reply).builder(auth).retry(Retry.OFF).build();
      var add = AddParams.of("CONTACT", List.of(9L));
      assertShowsNothing(secret, assertThrows(CallListException.class, () -> b24.add(add)));
      assertShowsNothing(secret, assertThrows(CallListException.class, b24::statuses));
      b24.batch(List.of(Command.add(add), Command.statuses()))
          .forEach(entry -> assertShowsNothing(secret, entry.error()));
    }
  }

  @Test
  void noEntryOfABatchShowsIt() {
    var answer =
        "{\"result\":[],\"result_error\":{\"c0\":{\"error\":\"%s\",\"error_description\":\"%s\"}}}";
    var portal = PlayedPortal.of(result(answer.formatted(CODE, BOTH)));
    var entry = portal.client().batch(List.of(Command.statuses())).get(0);
    assertShowsNothing(CODE, entry.error());
    assertFalse(entry.toString().contains(CODE));
  }

  @Test
  void noErrorOfARenewedCallShowsEitherToken() {
    var expired = error(401, "expired_token", "");
    var portal = PlayedPortal.of(expired, error(400, "NO", TOKEN + " became renewed-s3cret-2"));
    var auth = Auth.oauth("example.bitrix24.com", TOKEN, () -> "renewed-s3cret-2");
    var error = assertThrows(PortalException.class, () -> portal.client(auth).statuses());
    assertShowsNothing("renewed-s3cret-2", error);
    assertShowsNothing(TOKEN, error);
  }

  private static void assertShowsNothing(String secret, CallListException error) {
    var trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    String shown = trace + String.join("\n", Shown.textsOf(error)) + serialised(error);
    assertFalse(shown.contains(secret), shown);
  }

  private static String serialised(Throwable error) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void noObjectShowsItWhenItIsPrinted() {
    var portal = PlayedPortal.of(result("[]"));
    var webhook = Auth.webhook(URL);
    var token = Auth.oauth("example.bitrix24.com", TOKEN, () -> TOKEN);
    portal.client(webhook).statuses();
    portal.client(token).statuses();
    assertEquals("CallListClient[Auth[example.bitrix24.com]]", portal.client().toString());
    String shown =
        webhook
            + " "
            + token
            + portal.client(token)
            + portal.requests
            + new Transport.Response(200, Map.of("X", CODE), CODE + TOKEN);
    assertFalse(shown.contains(CODE) || shown.contains(TOKEN), shown);
  }

  private static String told(Auth auth, String description) {
    var portal = PlayedPortal.of(error(400, "NO", description));
    var error = assertThrows(PortalException.class, () -> portal.client(auth).statuses());
    return error.description();
  }

  @Test
  void everyOccurrenceIsMasked() {
    String twice = CODE + CODE + " " + CODE.toUpperCase(Locale.ROOT);
    assertEquals("****** ***", told(Auth.webhook(URL), twice));
  }

  @Test
  void aTokenThatIsTheBeginningOfTheNextIsMaskedWithItsEnd() {
    var portal = PlayedPortal.of(error(401, "expired_token", ""), error(400, "NO", TOKEN + "-end"));
    var auth = Auth.oauth("example.bitrix24.com", TOKEN, () -> TOKEN + "-end");
    var error = assertThrows(PortalException.class, () -> portal.client(auth).statuses());
    assertEquals("***", error.description());
  }

  @Test
  void whatIsTooShortForASecretGarblesNoText() {
    var five = Auth.webhook("https://example.bitrix24.com/rest/1/basic/");
    assertEquals("a basic task", told(five, "a basic task"));
    var six = Auth.webhook("https://example.bitrix24.com/rest/1/k12345/");
    assertEquals("a *** task", told(six, "a k12345 task"));
  }

  @ParameterizedTest
  @CsvSource({
    "/rest/7/0therc0de/profile, /rest/7/***/profile",
    "/rest/7/0therc0de and /rest/8/0therc0de, /rest/7/*** and /rest/8/***",
    "\\/rest\\/7\\/0therc0de\\/profile, \\/rest\\/7\\/***\\/profile",
    "'%2Frest%2F7%2F0therc0de%2Fprofile b', '%2Frest%2F7%2F*** b'",
    "%2frest%2f7%2f0therc0de%2fprofile, %2frest%2f7%2f***",
    "%252Frest%252F7%252F0therc0de%252Fprofile, %252Frest%252F7%252F***",
    "/REST/7/0therc0de, /REST/7/***",
    "/rest/api/7/0therc0de/profile, /rest/api/7/***/profile",
    "\\\\/rest\\\\/7\\\\/0therc0de\\\\/x, \\\\/rest\\\\/7\\\\/***\\\\/x",
    "/rest/7/, /rest/7/",
    "interest/7/0therc0de, interest/7/0therc0de"
  })
  void somebodyElsesWebhookIsMaskedToo(String text, String masked) {
    assertEquals(masked, told(Auth.webhook(URL), text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%2Bb+cd%20ef%2Fg", // as it stands in the webhook's URL
        "a+b+cd ef/g", // decoded
        "a+b+cd ef\\/g", // in JSON of PHP
        "a%2Bb%2Bcd%20ef%2Fg", // in a query
        "a%2Bb%2Bcd+ef%2Fg", // in a form
        "a%2bb%2bcd%20ef%2fg",
        "a%252Bb%2Bcd%2520ef%252Fg" // an address in a query
      })
  void aCodeWithSignsIsMaskedInEveryFormThatItTakes(String form) {
    var auth = Auth.webhook("https://example.bitrix24.com/rest/1/a%2Bb+cd%20ef%2Fg/");
    assertEquals("x *** y", told(auth, "x " + form + " y"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"to\"k/e+n", "to\\\"k/e+n", "to\\\"k\\/e+n", "to%22k%2Fe%2Bn", "to&quot;k/e+n"})
  void aTokenWithSignsIsMaskedInEveryFormThatItTakes(String form) {
    var auth = Auth.oauth("example.bitrix24.com", "to\"k/e+n");
    assertEquals("x *** y", told(auth, "x " + form + " y"));
  }
}
