package io.github.b24calllist;

/**
 * The list kept changing while it was read, so that it cannot be said whether every participant was
 * read. Those that were read came before this exception. Read the list again when fewer people work
 * on it.
 */
public final class UnstableListException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** How often the list was read. */
  private final int passes;

  UnstableListException(int passes, String consequence) {
    super(
        ParticipantReader.METHOD,
        "the list kept changing while it was read %d times. %s; try again later"
            .formatted(passes, consequence),
        null,
        Executed.NO,
        true);
    this.passes = passes;
  }

  /**
   * How often the list was read.
   *
   * @return such as 10
   */
  public int passes() {
    return passes;
  }
}
