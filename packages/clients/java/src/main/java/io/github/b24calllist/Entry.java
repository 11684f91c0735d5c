package io.github.b24calllist;

/**
 * What became of a command of a batch: a result, or an error.
 *
 * @param result what the command gave; null where there is an error
 * @param error what went wrong; null where there is a result
 * @param <T> what the command gives
 */
public record Entry<T>(T result, CallListException error) {
  /**
   * Whether the command gave a result.
   *
   * @return false where there is an error
   */
  public boolean ok() {
    return error == null;
  }

  /**
   * The result.
   *
   * @return what the command gave
   * @throws CallListException the error, where there is one
   */
  public T get() {
    if (error != null) {
      throw error;
    }
    return result;
  }

  static <T> Entry<T> failed(CallListException error) {
    return new Entry<>(null, error);
  }
}
