package io.github.b24calllist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** HTTP/1.1 over java.net.http, kept from sending a request twice or somewhere else. */
final class HttpTransport implements Transport {
  /** More than the largest table of call lists; a body without end must not fill the memory. */
  static final int MOST_BYTES = 64 << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration GRACE = Duration.ofMillis(100);

  private final HttpClient client;

  HttpTransport() {
    this(
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build());
  }

  HttpTransport(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "HttpClient: a redirect would carry the secret to another host; build it with "
              + "followRedirects(HttpClient.Redirect.NEVER)");
    }
    this.client = client;
  }

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    var body = new ByteArrayOutputStream();
    CompletableFuture<HttpResponse<Void>> coming =
        client.sendAsync(
            httpRequest(request),
            BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> keep(body, bytes))));
    HttpResponse<Void> response = await(coming, request.timeout());
    var headers = new HashMap<String, String>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Response(response.statusCode(), headers, body.toString(StandardCharsets.UTF_8));
  }

  private static HttpRequest httpRequest(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(request.timeout())
            .POST(new SentOnce(BodyPublishers.ofString(request.body())));
    request.headers().forEach(builder::header);
    return builder.build();
  }

  private static void keep(ByteArrayOutputStream body, byte[] bytes) {
    if (body.size() + bytes.length > MOST_BYTES) {
      throw new IllegalStateException("the answer is longer than " + MOST_BYTES + " bytes");
    }
    body.writeBytes(bytes);
  }

  /**
   * Waits for the whole answer. A request's own timeout ends where its body begins, but tells
   * whether there was a connection, so it comes first.
   */
  private static <T> T await(CompletableFuture<T> coming, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return coming.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer in time");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    } finally {
      coming.cancel(true);
    }
  }

  /**
   * A body that is sent once. java.net.http sends a POST again by itself when a kept connection
   * breaks off, if the system property {@code jdk.httpclient.enableAllMethodRetry} is set, and
   * after a 401 if it has an authenticator. Then the second request fails here, before it is whole.
   */
  private static final class SentOnce implements BodyPublisher {
    private final BodyPublisher body;
    private final AtomicBoolean sent = new AtomicBoolean();

    SentOnce(BodyPublisher body) {
      this.body = body;
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
      if (sent.compareAndSet(false, true)) {
        body.subscribe(subscriber);
      } else {
        subscriber.onSubscribe(NOTHING);
        subscriber.onError(new IOException("the request is not sent twice"));
      }
    }

    private static final Subscription NOTHING =
        new Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        };
  }
}
