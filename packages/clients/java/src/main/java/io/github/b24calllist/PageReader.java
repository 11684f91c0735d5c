package io.github.b24calllist;

import java.util.List;

/**
 * Reads a list page by page, although the portal returns neither a total nor a next page: says
 * which pages to request, accepts what comes back, and knows when the list is complete.
 */
interface PageReader<T> {

  /** The next pages, as commands: at most so many, and what belongs to them. */
  List<Command<List<T>>> commands(int pages);

  /**
   * Accepts the pages that were requested, in their order, up to the first that failed. What failed
   * behind the end of the list does not matter.
   *
   * @param pages the rows of each; an empty page has none
   * @param error why there are no more of them; null where there are all
   * @return the new rows
   */
  List<T> take(List<List<T>> pages, CallListException error);

  boolean isDone();

  /** Why the list could not be read; null where it can. */
  CallListException error();
}
