package io.github.b24calllist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
public final class CallListClient {
  /**
   * Empty pages in a row that end a list: 500 participants, the most that a portal's pages make.
   */
  public static final int DEFAULT_GAP = 10;

  private final Auth auth;
  private final Sender sender;

  private CallListClient(Builder builder) {
    auth = builder.auth;
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
   * Makes a call list ({@code crm.calllist.add}). It is never sent again unless the portal
   * certainly did not carry it out.
   *
   * @param params the list
   * @return id of the new list
   * @throws OutcomeUnknownException when it may exist, or not
   */
  public long add(AddParams params) {
    return call(Command.add(params));
  }

  /**
   * Reads one call list ({@code crm.calllist.get}).
   *
   * @param id id of the list
   * @return the list, without its participants
   * @throws PortalException with {@link ErrorCode#LIST_ID_ERROR} when there is none
   */
  public CallList get(long id) {
    return call(Command.get(id));
  }

  /**
   * Reads the first 50 call lists ({@code crm.calllist.list}); {@link #lists()} reads all.
   *
   * @return at most 50 lists
   */
  public List<CallListRow> list() {
    return list(ListParams.of());
  }

  /**
   * Reads a page of call lists ({@code crm.calllist.list}); {@link #lists(ListParams)} reads all.
   *
   * @param params which lists
   * @return at most 50 lists; all of them when {@code start} is -1
   */
  public List<CallListRow> list(ListParams params) {
    return call(Command.list(params));
  }

  /**
   * Replaces the participants of a call list ({@code crm.calllist.update}). Without a web form in
   * the parameters, the list's own is cleared.
   *
   * @param params what the list is to be
   * @return true; ids that the caller may not read are left out all the same
   */
  public boolean update(UpdateParams params) {
    return call(Command.update(params));
  }

  /**
   * Reads the first 50 participants ({@code crm.calllist.items.get}); {@link #participants(long)}
   * reads all.
   *
   * @param listId id of the list
   * @return the participants that the caller may read
   * @throws AccessException when there are none, for whatever reason
   */
  public List<Participant> items(long listId) {
    return items(ItemsParams.of(listId));
  }

  /**
   * Reads a page of participants ({@code crm.calllist.items.get}); {@link
   * #participants(ItemsParams)} reads all.
   *
   * @param params which participants
   * @return the participants of 50 that the caller may read
   * @throws AccessException when there are none, for whatever reason
   */
  public List<Participant> items(ItemsParams params) {
    return call(Command.items(params));
  }

  /**
   * Reads the portal's call statuses ({@code crm.calllist.statuslist}).
   *
   * @return all of them, in the portal's order
   */
  public List<CallStatus> statuses() {
    return call(Command.statuses());
  }

  /**
   * All participants of a list.
   *
   * @param listId id of the list
   * @return the participants that the caller may read, read while they are taken
   */
  public Rows<Participant> participants(long listId) {
    return participants(ItemsParams.of(listId));
  }

  /**
   * All participants of a list.
   *
   * @param params which participants; {@code start} is not used
   * @return the participants that the caller may read, read while they are taken
   */
  public Rows<Participant> participants(ItemsParams params) {
    return participants(params, DEFAULT_GAP);
  }

  /**
   * All participants of a list. The portal answers 403 for a page of which nothing may be read, as
   * it does past the end, so reading goes on across such gaps. A list of which no row comes is
   * empty, has nobody with the status asked for, or is closed to the caller; the portal's answer is
   * the same.
   *
   * @param params which participants; {@code start} is not used
   * @param gap after how many pages in a row without a readable participant the list is at its end.
   *     0 where the caller may read every participant, as an administrator: then a page with less
   *     than 50 is the last, which saves looking behind it.
   * @return the participants that the caller may read, read while they are taken
   * @throws IllegalArgumentException for a negative gap
   */
  public Rows<Participant> participants(ItemsParams params, int gap) {
    if (gap < 0) {
      throw new IllegalArgumentException("gap: a number of pages, 0 or more, such as 10");
    }
    return new Rows<>(new PageCaller(sender), () -> new ParticipantReader(params, gap));
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

  private <T> T call(Command<T> command) {
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
    private Duration timeout = Duration.ofSeconds(60);
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
