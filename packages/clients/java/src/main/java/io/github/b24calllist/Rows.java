package io.github.b24calllist;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * All rows of a list, read while they are taken: one page, then 10, then 50 with a request. Each
 * iterator reads from the beginning, and throws what a call throws, after the rows before it.
 *
 * <pre>{@code
 * for (Participant participant : b24.participants(13)) System.out.println(participant.id());
 *
 * long done = b24.participants(13).stream().filter(p -> p.status().equals("SUCCESS")).count();
 * }</pre>
 *
 * @param <T> a row
 */
public final class Rows<T> implements Iterable<T> {
  /** Pages of a request: the first alone, then some, then as many as a batch takes. */
  private static final int[] GROWTH = {1, 10};

  private final PageCaller caller;
  private final Supplier<? extends PageReader<T>> readers;

  Rows(PageCaller caller, Supplier<? extends PageReader<T>> readers) {
    this.caller = caller;
    this.readers = readers;
  }

  /**
   * The rows as a stream, in order and not parallel.
   *
   * @return a stream that reads while it is taken
   */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Iterator<T> iterator() {
    return new RowIterator<>(caller, readers.get());
  }

  private static final class RowIterator<T> implements Iterator<T> {
    private final PageCaller caller;
    private final PageReader<T> reader;
    private Iterator<T> rows = Collections.emptyIterator();
    private int requests;

    RowIterator(PageCaller caller, PageReader<T> reader) {
      this.caller = caller;
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && !reader.isDone()) {
        // An error comes after the rows before it, and again for somebody who asks again.
        if (reader.error() != null) {
          throw reader.error();
        }
        int pages = requests < GROWTH.length ? GROWTH[requests] : Numbers.BATCH_SIZE;
        requests++;
        rows = caller.read(reader, pages).iterator();
      }
      return rows.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.next();
    }
  }
}
