package io.github.b24calllist;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request over a connection of its own, with the proxy, certificates and authenticator of an
 * {@link HttpClient}. That one keeps connections, and cannot be told to leave them alone: a request
 * may go over one that the server is just closing. A request that must not be sent twice then has
 * an unknown outcome, although nothing arrived.
 */
final class NewConnection implements AutoCloseable {
  /** Blocking work, which a caller can stop waiting for. */
  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          NewConnection::thread);

  private final HttpClient settings;
  private final Transport.Request request;
  private final Route route;

  /** Below TLS, whose own closing may wait for a write. */
  private Socket socket;

  private boolean isClosed;

  /** Whether the portal may have received a part of the request. */
  private volatile boolean isSent;

  NewConnection(HttpClient settings, Transport.Request request) {
    this.settings = settings;
    this.request = request;
    route = Route.to(request.uri(), settings);
  }

  private static Thread thread(Runnable run) {
    var thread = new Thread(run, "b24-calllist");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Sends the request and reads the whole response.
   *
   * @throws NotSentException when nothing was sent
   * @throws HttpTimeoutException when the whole response did not come in time
   */
  Transport.Response send() throws IOException, InterruptedException {
    Future<Transport.Response> coming = THREADS.submit(this::exchange);
    try {
      return coming.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      close(); // before it is asked for whether anything was sent
      throw failure(new HttpTimeoutException("no whole response in time"));
    } catch (InterruptedException e) {
      close();
      if (isSent) {
        throw e;
      }
      Thread.currentThread().interrupt();
      throw NotSentException.of(e, false);
    } finally {
      close();
    }
  }

  private IOException failure(Throwable error) {
    if (error instanceof Error serious) {
      throw serious;
    }
    if (!isSent) {
      return error instanceof NotSentException known
          ? known
          : NotSentException.of(error, route.proxy() != null);
    }
    return error instanceof IOException io ? io : new IOException(error);
  }

  private Transport.Response exchange() throws IOException {
    Socket open = route.isTunnel() ? tunnel("") : connect();
    if (route.isSecure()) {
      open = Tls.over(open, route.host(), route.port(), settings);
    }
    byte[] whole = bytes();
    OutputStream out = open.getOutputStream();
    isSent = true;
    out.write(whole);
    out.flush();
    var response =
        new HttpReader(new BufferedInputStream(open.getInputStream())).response().response();
    if (response.status() == 407 && route.proxy() != null) {
      throw NotSentException.byProxy(407);
    }
    return response;
  }

  private byte[] bytes() {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    byte[] head = head(body.length).getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private String head(int length) {
    URI uri = request.uri();
    String path = uri.getRawPath();
    var head = new StringBuilder("POST ");
    // A proxy without a tunnel is asked for the whole address.
    head.append(route.proxy() != null && !route.isTunnel() ? uri.toString() : path);
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority());
    head.append("\r\nConnection: close\r\nContent-Length: ").append(length).append("\r\n");
    request.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Accept-Encoding: ").append(HttpBody.ACCEPT_ENCODING).append("\r\n\r\n");
    return head.toString();
  }

  /** A connection to the portal through a proxy. */
  private Socket tunnel(String credentials) throws IOException {
    Socket open = connect();
    String portal = route.hostInUrl() + ":" + route.port();
    String authorization =
        credentials.isEmpty() ? "" : "Proxy-Authorization: Basic " + credentials + "\r\n";
    String asked =
        "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(portal, portal, authorization);
    open.getOutputStream().write(asked.getBytes(StandardCharsets.ISO_8859_1));
    // Not buffered, so that nothing of the portal is read.
    HttpReader.Head head = new HttpReader(open.getInputStream()).head();
    if (head.status() >= 200 && head.status() < 300) {
      return open;
    }
    open.close();
    String wanted = head.headers().getOrDefault("Proxy-Authenticate", "");
    String found = head.status() == 407 && credentials.isEmpty() ? credentialsFor(wanted) : "";
    if (found.isEmpty()) {
      throw NotSentException.byProxy(head.status());
    }
    return tunnel(found);
  }

  /** What the authenticator has for a proxy, where Java may send it; empty where it has nothing. */
  private String credentialsFor(String wanted) {
    String disabled = System.getProperty("jdk.http.auth.tunneling.disabledSchemes", "Basic");
    if (settings.authenticator().isEmpty()
        || !wanted.toLowerCase(Locale.ROOT).startsWith("basic")
        || disabled.toLowerCase(Locale.ROOT).contains("basic")) {
      return "";
    }
    InetSocketAddress proxy = route.proxy();
    PasswordAuthentication found =
        settings
            .authenticator()
            .get()
            .requestPasswordAuthenticationInstance(
                proxy.getHostString(),
                proxy.getAddress(),
                proxy.getPort(),
                "http",
                wanted,
                "basic",
                null,
                Authenticator.RequestorType.PROXY);
    if (found == null) {
      return "";
    }
    String both = found.getUserName() + ":" + new String(found.getPassword());
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** A connection to the first address that takes one. */
  private Socket connect() throws IOException {
    IOException failure = new UnknownHostException();
    int timeout = (int) settings.connectTimeout().orElse(request.timeout()).toMillis();
    for (InetAddress address : InetAddress.getAllByName(route.firstHost())) {
      Socket open = newSocket();
      try {
        open.connect(new InetSocketAddress(address, route.firstPort()), timeout);
        open.setTcpNoDelay(true);
        return open;
      } catch (IOException e) {
        failure = e;
        open.close();
      }
    }
    throw failure;
  }

  /** A socket that is closed with this. */
  private synchronized Socket newSocket() throws IOException {
    socket = new Socket();
    if (isClosed) {
      socket.close();
    }
    return socket;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is of no more use either way.
    }
  }
}
