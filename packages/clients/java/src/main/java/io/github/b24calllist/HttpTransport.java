package io.github.b24calllist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * HTTP/1.1 over java.net.http, kept from sending a request twice or somewhere else. A request that
 * needs a new connection, and one to a host name that java.net.http cannot call, goes past it.
 */
final class HttpTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration GRACE = Duration.ofMillis(100);

  private static final Pattern TUNNEL_FAILED = Pattern.compile("Tunnel failed, got: (\\d+)");

  private static HttpClient shared;
  private static List<Object> sharedDefaults = List.of();

  private final HttpClient client;

  HttpTransport(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "HttpClient: a redirect would carry the secret to another host; build it with "
              + "followRedirects(HttpClient.Redirect.NEVER)");
    }
    this.client = client;
  }

  /**
   * The transport of clients that have none of their own. They share an HttpClient, since each has
   * threads and connections, as long as proxy and certificates of this Java stay the same.
   */
  static synchronized HttpTransport ofAll() {
    List<Object> defaults = defaults();
    if (!defaults.equals(sharedDefaults)) {
      shared =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT_TIMEOUT)
              .build();
      sharedDefaults = defaults;
    }
    return new HttpTransport(shared);
  }

  private static List<Object> defaults() {
    try {
      return Arrays.asList(ProxySelector.getDefault(), SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java's default certificates cannot be read", e);
    }
  }

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    // An HttpClient that is not Java's own, a test's for one, is not passed by.
    boolean isJavas = client.getClass().getModule().equals(HttpClient.class.getModule());
    if (request.uri().getHost() == null || (request.newConnection() && isJavas)) {
      try (var connection = new NewConnection(client, request)) {
        return connection.send();
      }
    }
    return sendOverPool(request);
  }

  private Response sendOverPool(Request request) throws IOException, InterruptedException {
    var sent = new SentOnce(BodyPublishers.ofString(request.body()));
    CompletableFuture<HttpResponse<HttpBody>> coming =
        client.sendAsync(httpRequest(request, sent), HttpTransport::bodyOf);
    HttpResponse<HttpBody> response;
    try {
      response = await(coming, request.timeout());
    } catch (IOException e) {
      throw sent.isBegun() ? e : notSent(e, request.uri());
    }
    boolean isByProxy = response.statusCode() == 407 && isProxied(request.uri());
    if (isByProxy) {
      throw NotSentException.byProxy(407);
    }
    return response.body().response();
  }

  private static HttpRequest httpRequest(Request request, BodyPublisher body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(request.timeout())
            .setHeader("Accept-Encoding", HttpBody.ACCEPT_ENCODING)
            .POST(body);
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }

  private static BodySubscriber<HttpBody> bodyOf(ResponseInfo head) {
    var headers = new HashMap<String, String>();
    head.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    var body = new HttpBody(head.statusCode(), headers);
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> add(body, bytes))),
        ignored -> body);
  }

  private static void add(HttpBody body, byte[] bytes) {
    try {
      body.add(bytes, bytes.length);
    } catch (TooLongException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body was not begun, so no portal can have carried it out. */
  private IOException notSent(IOException error, URI uri) {
    Matcher refused = TUNNEL_FAILED.matcher(String.valueOf(error.getMessage()));
    return refused.find()
        ? NotSentException.byProxy(Integer.parseInt(refused.group(1)))
        : NotSentException.of(error, isProxied(uri));
  }

  private boolean isProxied(URI uri) {
    return Route.proxyFor(uri, client) != null;
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
      Throwable cause =
          e.getCause() instanceof UncheckedIOException own ? own.getCause() : e.getCause();
      throw cause instanceof IOException io ? io : new IOException(cause);
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

    /** Whether anything of it may have left: the connection was there, with TLS and all. */
    boolean isBegun() {
      return sent.get();
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
