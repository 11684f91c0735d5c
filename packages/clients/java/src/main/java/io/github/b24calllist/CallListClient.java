package io.github.b24calllist;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A client for the call lists of one Bitrix24 portal. It repeats only what is safe to repeat, reads
 * lists whole, and shows no secret. Threads can share one; it needs no closing.
 *
 * <pre>{@code
 * CallListClient b24 = CallListClient.of(Auth.webhook(System.getenv("B24_WEBHOOK_URL")));
 * long id = b24.add(AddParams.of(EntityType.CONTACT, List.of(9L, 17L, 19L)));
 * System.out.println(b24.get(id).dateCreate());
 * }</pre>
 *
 * <p>Every call throws a {@link CallListException}: {@link PortalException} when the portal says
 * no, {@link UnexpectedResponseException}, {@link ConnectionException}, {@link
 * CallTimeoutException}, {@link PortalMovedException}; and {@link OutcomeUnknownException} when it
 * must not be sent twice and may have been carried out.
 */
public final class CallListClient extends Methods {
  /**
   * Empty pages in a row that end a list: 500 participants, the most that a portal's pages make.
   */
  public static final int DEFAULT_GAP = Numbers.MAX_EMPTY_PAGES;

  private final Auth auth;
  private final Sender sender;
  private final Timing timing;

  private CallListClient(Builder builder) {
    auth = builder.auth;
    timing = builder.timing;
    sender =
        new Sender(
            auth,
            builder.transport == null ? HttpTransport.ofAll() : builder.transport,
            builder.timeout,
            builder.retry,
            builder.timing);
  }

  /**
   * A client with the defaults.
   *
   * @param auth the portal's credentials
   * @return the client
   */
  public static CallListClient of(Auth auth) {
    return builder(auth).build();
  }

  /**
   * A client with options.
   *
   * @param auth the portal's credentials
   * @return the options
   */
  public static Builder builder(Auth auth) {
    return new Builder(auth);
  }

  /**
   * All participants of a list, as {@link #participants(ItemsParams, int)}.
   *
   * @param listId id of the list
   * @return the participants that the user may read, read while they are taken
   */
  public Rows<Participant> participants(long listId) {
    return participants(ItemsParams.of(listId));
  }

  /**
   * All participants of a list, as {@link #participants(ItemsParams, int)}.
   *
   * @param params which participants; {@code start} is not used
   * @return the participants that the user may read, read while they are taken
   */
  public Rows<Participant> participants(ItemsParams params) {
    return participants(params, DEFAULT_GAP);
  }

  /**
   * All participants of a list, also while operators are calling. Each status that an operator sets
   * moves participants to other pages; so pages overlap, and where something has moved, the list is
   * read again until nobody is missing. Each participant who stays on the list comes once, with the
   * status as of when it was read.
   *
   * <p>The portal answers 403 for a page of which nothing may be read, as it does past the end, so
   * reading goes on across such gaps. If you get no rows, the list is empty, nobody has that
   * status, or you lack permission; the portal does not say which.
   *
   * <p>Iterating throws {@link UnstableListException} after the rows of a list that kept changing.
   *
   * @param params which participants; {@code start} is not used
   * @param gap after how many pages in a row without a readable participant the list is at its end.
   *     0 where the user may read every participant, as an administrator: then a page with less
   *     than 50 is the last, which saves looking behind it.
   * @return the participants that the user may read, read while they are taken
   * @throws IllegalArgumentException for a negative gap
   */
  public Rows<Participant> participants(ItemsParams params, int gap) {
    if (gap < 0) {
      throw new IllegalArgumentException("gap: a number of pages, 0 or more, such as 10");
    }
    return new Rows<>(new PageCaller(sender), () -> new ParticipantReader(params, gap));
  }

  /**
   * Adds participants to a list and takes others off, and keeps everybody else, their statuses, and
   * the web form. The bare {@link #update} replaces all participants and clears the form.
   *
   * <p>It reads the list until two complete readings agree on who is on it, also while operators
   * are calling, and only then sends the update; if they never agree, it writes nothing.
   * Participants whose contact or company was deleted are left out, since the portal rejects their
   * ids. Afterwards it reads the list again and reports what really happened.
   *
   * <p>Between the last reading and the update lies one request. If somebody else adds a
   * participant in that moment, the update removes it again; if somebody else removes one, the
   * update adds it again, with the status {@code IN_WORK}. Statuses that operators set in that
   * moment are kept.
   *
   * <p>Those who stay keep their status, but the order changes (by status, then by place).
   * Participants that the user may not read stay. Readable ones behind more than 5,000 unreadable
   * ones in a row are not found, and so are removed.
   *
   * <pre>{@code
   * ParticipantsChanged changed = b24.changeParticipants(13, List.of(21L, 23L), List.of(17L));
   * System.out.println(changed.added() + " " + changed.removed());
   * }</pre>
   *
   * @param listId id of the list
   * @param add ids of contacts or companies, depending on the list's type. Those already on the
   *     list stay as they are.
   * @param remove ids to take off the list, with their call status, also those in {@code add}.
   *     Those not on the list are ignored.
   * @return what was changed
   * @throws IllegalArgumentException for an id that is not a whole number above 0, and when nobody
   *     would be left: the portal does not empty a list. Nothing was written.
   * @throws UnstableListException when the readings do not agree; nothing was written
   * @throws PortalException among others {@link ErrorCode#ENTITIES_ERROR}, with the wrong ones in
   *     {@code ids()}, when ids to be added belong to no contact or company; {@link
   *     ErrorCode#ENTITY_TYPE_ERROR} for a list of something else, and {@link
   *     ErrorCode#LIST_ID_ERROR} for a list of whose participants the user may not read any.
   *     Nothing was written.
   */
  public ParticipantsChanged changeParticipants(
      long listId, Collection<Long> add, Collection<Long> remove) {
    return new ParticipantChange(sender, listId, add, remove).run();
  }

  /**
   * Waits until no participant of a list is left to be called, and looks every 30 seconds.
   *
   * @param listId id of the list
   * @param within how long to wait at most
   * @return how the list stands; not done when the time is over before
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException for a time that is not above 0
   */
  public ListState waitUntilDone(long listId, Duration within) throws InterruptedException {
    return waitUntilDone(listId, within, Numbers.POLL_INTERVAL, state -> {});
  }

  /**
   * Waits until no participant of a list is left to be called, that is, has the status {@code
   * IN_WORK}.
   *
   * <p>Administrators also see participants whose contact or company was deleted. These can never
   * be called and keep {@code IN_WORK} for ever, so they do not count; they are reported as {@code
   * deleted}. Participants that the user may not read do not count either.
   *
   * <p>A look takes one request while many participants are left, and a few near the end.
   *
   * <pre>{@code
   * ListState state = b24.waitUntilDone(13, Duration.ofHours(8));
   * System.out.println(state.done() ? "The list is done." : "Still to be called: " + state.open());
   * }</pre>
   *
   * @param listId id of the list
   * @param within how long to wait at most
   * @param interval between two looks at the list
   * @param onProgress called after each look that finds the list not done; what it throws ends the
   *     waiting
   * @return how the list stands; not done when the time is over before
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException for a time that is not above 0
   */
  public ListState waitUntilDone(
      long listId, Duration within, Duration interval, Consumer<? super ListState> onProgress)
      throws InterruptedException {
    checkTime(within, "within: a time above 0, such as Duration.ofHours(8)");
    checkTime(interval, "interval: a time above 0, such as Duration.ofSeconds(30)");
    return new DoneWaiter(sender, timing, listId).await(within, interval, onProgress);
  }

  private static void checkTime(Duration time, String rule) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(rule);
    }
  }

  /**
   * Counts the participants of a list by status, in one reading. Everybody is counted once, also
   * while operators are calling; the counts are not those of a single moment.
   *
   * <pre>{@code
   * ListProgress progress = b24.progressOf(13);
   * long open = progress.of(StatusCode.IN_WORK);
   * System.out.println((progress.total() - open) + " of " + progress.total() + " are done");
   * }</pre>
   *
   * @param listId id of the list
   * @return the counts
   */
  public ListProgress progressOf(long listId) {
    Instant from = timing.now();
    var byStatus = new LinkedHashMap<String, Long>();
    for (Participant one : participants(listId)) {
      byStatus.merge(one.status(), 1L, Long::sum);
    }
    long total = byStatus.values().stream().mapToLong(Long::longValue).sum();
    return new ListProgress(total, byStatus, from, timing.now());
  }

  /**
   * All call lists.
   *
   * @return the lists by ascending id, read while they are taken
   */
  public Rows<CallListRow> lists() {
    return lists(ListParams.of());
  }

  /**
   * All call lists that pass a filter. They come by ascending id, each request behind the last id
   * seen, so that lists made or deleted meanwhile move nothing; in an order of your own, pages are
   * counted off.
   *
   * @param params which lists; {@code start} is not used
   * @return the lists, read while they are taken
   */
  public Rows<CallListRow> lists(ListParams params) {
    return new Rows<>(new PageCaller(sender), () -> new ListReader(params));
  }

  /**
   * Runs commands, 50 with a request, in their order.
   *
   * @param <T> what the commands give
   * @param commands any number
   * @return what became of each, at its position; an error in one is not thrown
   * @throws IllegalArgumentException before anything is sent, for parameters that a batch cannot
   *     carry whole: an empty list, more than 1000 values
   */
  public <T> List<Entry<T>> batch(List<? extends Command<? extends T>> commands) {
    return batch(commands, false);
  }

  /**
   * Runs commands, 50 with a request, in their order.
   *
   * @param <T> what the commands give
   * @param commands any number
   * @param halt whether to stop after the first that fails; the others, those of later requests
   *     too, end in a {@link SkippedException}
   * @return what became of each, at its position; an error in one is not thrown
   * @throws IllegalArgumentException before anything is sent, for parameters that a batch cannot
   *     carry whole: an empty list, more than 1000 values
   */
  public <T> List<Entry<T>> batch(List<? extends Command<? extends T>> commands, boolean halt) {
    return new Batch(sender, halt).run(commands);
  }

  /**
   * Runs commands by names of your own, in the map's order.
   *
   * @param <T> what the commands give
   * @param commands any number
   * @return what became of each, under its name, in the same order
   * @throws IllegalArgumentException as {@link #batch(List)}
   */
  public <T> Map<String, Entry<T>> batch(Map<String, ? extends Command<? extends T>> commands) {
    return batch(commands, false);
  }

  /**
   * Runs commands by names of your own, in the map's order.
   *
   * @param <T> what the commands give
   * @param commands any number
   * @param halt whether to stop after the first that fails, as in {@link #batch(List, boolean)}
   * @return what became of each, under its name, in the same order
   * @throws IllegalArgumentException as {@link #batch(List)}
   */
  public <T> Map<String, Entry<T>> batch(
      Map<String, ? extends Command<? extends T>> commands, boolean halt) {
    Iterator<Entry<T>> entries = this.<T>batch(new ArrayList<>(commands.values()), halt).iterator();
    var named = new LinkedHashMap<String, Entry<T>>();
    commands.keySet().forEach(name -> named.put(name, entries.next()));
    return named;
  }

  @Override
  <T> T call(Command<T> command) {
    return sender.call(command);
  }

  /** The portal's host. */
  @Override
  public String toString() {
    return "CallListClient[" + auth + "]";
  }

  /** Options of a client. */
  public static final class Builder {
    private final Auth auth;
    private Duration timeout = Numbers.REQUEST_TIMEOUT;
    private Retry retry = Retry.DEFAULT;
    private Transport transport;
    private Timing timing = Timing.SYSTEM;

    private Builder(Auth auth) {
      this.auth = Objects.requireNonNull(auth, "auth");
    }

    /**
     * How long the portal has for each answer.
     *
     * @param timeout 60 seconds when left out, as long as a cloud portal works on a request
     * @return these options
     * @throws IllegalArgumentException for less than a millisecond
     */
    public Builder timeout(Duration timeout) {
      if (timeout.toMillis() < 1) {
        throw new IllegalArgumentException("timeout: a millisecond or more");
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * How calls are sent again.
     *
     * @param retry {@link Retry#DEFAULT} when left out
     * @return these options
     */
    public Builder retry(Retry retry) {
      this.retry = Objects.requireNonNull(retry, "retry");
      return this;
    }

    /**
     * What sends the requests.
     *
     * @param transport an {@link java.net.http.HttpClient} that all clients share when left out
     * @return these options
     */
    public Builder transport(Transport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    Builder timing(Timing timing) {
      this.timing = timing;
      return this;
    }

    /**
     * Makes the client.
     *
     * @return a client that these options no longer change
     */
    public CallListClient build() {
      return new CallListClient(this);
    }
  }
}
