package io.github.b24calllist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sandbox or the mock of this repository, as a process on a free port. */
final class PortalProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  final String webhookUrl;

  private PortalProcess(String name, String... options) throws IOException {
    Path bin = Path.of("..", "..", "portals", name, "dist", "bin.js");
    if (!Files.exists(bin)) {
      throw new IOException(bin + " is missing: npm run build");
    }
    var command = new ProcessBuilder(node(), bin.toString(), "--port", "0");
    command.command().addAll(List.of(options));
    process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = lines.readLine();
    if (line == null || !line.contains("http://")) {
      throw new IOException(name + " did not start: " + line);
    }
    webhookUrl = line.replaceFirst(".*?(http://\\S+).*", "$1");
  }

  static PortalProcess sandbox() throws IOException {
    return new PortalProcess("sandbox", "--no-limits");
  }

  static PortalProcess mock() throws IOException {
    return new PortalProcess("mock");
  }

  /** The repository's own Node, since the mock wants a new one. */
  private static String node() {
    Path own = Path.of("..", "..", "workspace", "node_modules", "node", "bin", "node");
    return Files.exists(own) ? own.toString() : "node";
  }

  CallListClient client() {
    return CallListClient.of(Auth.webhook(webhookUrl));
  }

  /** Speaks to the sandbox's control. */
  String control(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(webhookUrl).resolve("/__sandbox/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new AssertionError(response.body());
      }
      return response.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
