package io.github.b24calllist;

import java.util.ArrayList;
import java.util.List;

/** All texts that an error shows: its messages and fields, and those of its causes. */
final class Shown {
  private Shown() {}

  static List<String> textsOf(CallListException error) {
    var texts = new ArrayList<>(List.of(error.getMessage(), error.toString(), error.method()));
    if (error instanceof PortalException refusal) {
      texts.addAll(
          List.of(refusal.code(), refusal.description(), refusal.argument(), refusal.docUrl()));
    } else if (error instanceof UnexpectedResponseException page) {
      texts.addAll(List.of(page.excerpt(), page.contentType()));
    } else if (error instanceof ConnectionException connection) {
      texts.add(connection.reason());
    } else if (error instanceof PortalMovedException moved) {
      texts.add(moved.host());
    }
    if (error.getSuppressed().length > 0) {
      throw new AssertionError("a suppressed error of elsewhere may show anything");
    }
    if (error.getCause() instanceof CallListException cause) {
      texts.addAll(textsOf(cause));
    } else if (error.getCause() != null) {
      throw new AssertionError("a cause of elsewhere may show anything: " + error.getCause());
    }
    return texts;
  }
}
