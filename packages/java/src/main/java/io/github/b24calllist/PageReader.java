package io.github.b24calllist;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads a list page by page, although the portal tells neither a total nor a next page: says which
 * pages to ask for, takes what comes back, and knows when it is over.
 */
interface PageReader<T> {
  /** Rows of a page, on every portal. */
  int PAGE = 50;

  /** The next pages, as commands. */
  List<Command<List<Map<String, Object>>>> commands(int pages);

  /** Takes the rows of the next page that was asked for; an empty page has none. */
  List<T> take(List<Map<String, Object>> page);

  boolean isDone();

  /** A command whose rows are not read yet. */
  static Command<List<Map<String, Object>>> command(String method, Map<String, Object> params) {
    return new Command<>(
        method, params, rows -> Wire.toList(rows).stream().map(Wire::toRow).toList());
  }

  /** Reads a row. */
  static <R> R read(
      String method, Map<String, Object> row, Function<Map<String, Object>, R> reader) {
    try {
      return reader.apply(row);
    } catch (Wire.NotAsDescribedException e) {
      throw UnexpectedResponseException.notAsDescribed(method, e.getMessage());
    }
  }
}
