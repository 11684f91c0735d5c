package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java sample of the README runs, in a process of its own, against the sandbox. */
@Tag("slow")
class ReadmeTest {
  private static final String CLASSES = Path.of("target", "classes").toString();

  private static PortalProcess sandbox;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    var arguments = new ArrayList<>(List.of("-Xlint:all", "-Werror", "-cp", CLASSES));
    List<String> samples = samples();
    for (int i = 0; i < samples.size(); i++) {
      Path file = folder.resolve((i == 0 ? "FirstCall" : "Sample" + i) + ".java");
      Files.writeString(file, i == 0 ? samples.get(0) : wrapped("Sample" + i, samples.get(i)));
      arguments.add(file.toString());
    }
    var javac = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, javac.run(null, null, null, arguments.toArray(String[]::new)));
    sandbox = PortalProcess.sandbox();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void reset() {
    sandbox.control("POST", "reset", "");
  }

  private static List<String> samples() throws IOException {
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map((MatchResult sample) -> sample.group(1))
        .toList();
  }

  /** The samples after the first go on with its client. */
  private static String wrapped(String name, String sample) {
    return """
    import io.github.b24calllist.*;
    import java.net.http.HttpClient;
    import java.time.Duration;
    import java.util.List;
    import java.util.Map;

    class %s {
      public static void main(String[] args) throws Exception {
        CallListClient b24 = CallListClient.of(Auth.webhook(System.getenv("B24_WEBHOOK_URL")));
        %s
      }
    }
    """
        // On the sandbox of this test, nobody calls.
        .formatted(name, sample.replace("Duration.ofHours(8)", "Duration.ofMillis(1)"));
  }

  @Test
  void theFirstCallMakesAList() throws Exception {
    assertTrue(run("FirstCall").matches("\\d{4}-\\d\\d-\\d\\d .*\n"));
  }

  static IntStream others() throws IOException {
    return IntStream.range(1, samples().size());
  }

  @ParameterizedTest
  @MethodSource("others")
  void aSampleRunsAndPrintsWhatItDid(int number) throws Exception {
    String output = run("Sample" + number);
    assertTrue(output.length() > 1, output);
    if (samples().get(number).startsWith("for (Participant one : b24.participants(13))")) {
      assertTrue(output.startsWith("9 IN_WORK\n17 IN_WORK\n19 IN_WORK\n"), output);
    }
  }

  private static String run(String name) throws IOException, InterruptedException {
    var java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            CLASSES + File.pathSeparator + folder,
            name);
    java.environment().put("B24_WEBHOOK_URL", sandbox.webhookUrl);
    var process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
