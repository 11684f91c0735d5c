package io.github.b24calllist;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** A server on this machine that does with each request what a test wants, down to the bytes. */
final class RawServer implements AutoCloseable {
  static final String OK = answer(200, "application/json", "{\"result\":[]}");

  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

  /** What is done with a request; false closes the connection. */
  interface Handler {
    boolean handle(int onThisConnection, Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final Handler handler;

  /** Heads and bodies of the requests that came whole, one after the other. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** How many connections were made. */
  final AtomicInteger connections = new AtomicInteger();

  RawServer(Handler handler) {
    this(ServerSocketFactory.getDefault(), handler);
  }

  /** A server behind TLS, for a factory that makes such sockets. */
  RawServer(ServerSocketFactory sockets, Handler handler) {
    this.handler = handler;
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** A proxy that answers each CONNECT with a tunnel to a server on this machine. */
  static RawServer proxyTo(int port) {
    return new RawServer(
        (count, client) -> {
          try (var portal = new Socket(InetAddress.getLoopbackAddress(), port)) {
            write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            start(() -> copy(client, portal));
            copy(portal, client);
          }
          return false;
        });
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  static String answer(int status, String type, String body) {
    return "HTTP/1.1 %d x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, type, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  static void write(Socket socket, String text) throws IOException {
    write(socket, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/rest/1/" + PlayedPortal.CODE + "/";
  }

  private static void start(Runnable run) {
    var thread = new Thread(run);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      int count = 0;
      for (String request = read(in); request != null; request = read(in)) {
        requests.add(request);
        count++;
        if (!handler.handle(count, socket)) {
          return;
        }
      }
    } catch (Exception e) {
      // The client has gone, which is its right.
    }
  }

  private static String read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      head.append((char) c);
    }
    Matcher length = LENGTH.matcher(head);
    int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
    byte[] body = in.readNBytes(size);
    if (body.length < size) {
      return null;
    }
    return head.toString().toLowerCase(Locale.ROOT) + new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
