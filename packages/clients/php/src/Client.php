<?php

declare(strict_types=1);

namespace B24CallList;

use B24CallList\Exception\CallListException;
use B24CallList\Internal\Batch;
use B24CallList\Internal\ListPages;
use B24CallList\Internal\Methods;
use B24CallList\Internal\Moment;
use B24CallList\Internal\Numbers;
use B24CallList\Internal\ParticipantChange;
use B24CallList\Internal\ParticipantReader;
use B24CallList\Internal\Reading;
use B24CallList\Internal\Sender;
use B24CallList\Internal\Wait;
use B24CallList\Model\CallListRow;
use B24CallList\Model\ListProgress;
use B24CallList\Model\ListState;
use B24CallList\Model\Participant;
use B24CallList\Model\ParticipantsChanged;
use B24CallList\Transport\CurlTransport;
use B24CallList\Transport\Transport;

/**
 * A client for the call lists of one portal. It sends again what may be sent again, and never what would make a second
 * list.
 *
 *     $b24 = new Client(Auth::webhook('https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/'));
 *     $id = $b24->add(EntityType::Contact, [9, 17, 19]);
 *     foreach ($b24->participants($id) as $participant) {
 *         echo $participant->id, ' ', $participant->status, PHP_EOL;
 *     }
 *
 * Every method that calls the portal throws a {@see CallListException}: PortalException (AuthException,
 * AccessException, LimitException by status), UnexpectedResponseException, ConnectionException, TimeoutException,
 * PortalMovedException, and for `add` OutcomeUnknownException.
 */
final readonly class Client
{
    use Methods;

    private Sender $sender;
    private Clock $clock;

    /**
     * @param Auth $auth the portal and its credentials
     * @param float $timeout seconds until the whole answer to a request has to be there; a call that is repeated has
     *     them each time
     * @param int $attempts how often a call is sent at most, the first time included; 1 repeats nothing
     * @param float $delay seconds before the first repetition; it doubles each time, less a random part of up to a half
     * @param float $maxDelay the longest pause in seconds, unless the portal asks for more by `Retry-After`; a call is
     *     not sent again later than ten minutes after its first sending, which may have had to wait for ten minutes
     *     itself where the portal has refused its method (`OPERATION_TIME_LIMIT`)
     * @param Transport|null $transport what sends requests; ext-curl when left out
     * @param Clock|null $clock time and chance, for tests
     *
     * @throws \InvalidArgumentException when a number is wrong; the message shows right ones
     */
    public function __construct(
        Auth $auth,
        float $timeout = Numbers::REQUEST_TIMEOUT,
        int $attempts = Numbers::RETRY_ATTEMPTS,
        float $delay = Numbers::RETRY_DELAY,
        float $maxDelay = Numbers::RETRY_MAX_DELAY,
        ?Transport $transport = null,
        ?Clock $clock = null,
    ) {
        $this->clock = $clock ?? new SystemClock();
        $this->sender = new Sender(
            $auth,
            $transport ?? new CurlTransport(),
            $this->clock,
            $timeout,
            $attempts,
            $delay,
            $maxDelay,
        );
    }

    /**
     * Calls a method.
     *
     *     $profile = $b24->call(Command::of('profile'));
     *
     * @template T
     *
     * @param Command<T> $command
     *
     * @return T
     *
     * @throws CallListException
     */
    public function call(Command $command): mixed
    {
        return $command->read($this->sender->send($command->method, $command->params), $this->sender->auth);
    }

    /**
     * Runs commands one after another, 50 with a request, and tells of each what became of it, under its own key.
     *
     * It does not throw for what the portal answers, nor when a request gets no answer: then all of its commands have
     * that error, and those of later requests a SkippedException. So what was done before is never lost.
     *
     *     $entries = $b24->batch(['list' => Command::get(13), 'statuses' => Command::statuses()]);
     *     echo $entries['list']->ok ? $entries['list']->result->dateCreate : $entries['list']->error->getMessage();
     *
     * @template K of array-key
     * @template T
     *
     * @param array<K, Command<T>> $commands any number, by name or by position
     * @param bool $halt whether to stop after the first command that fails, in later requests too; the others end in a
     *     SkippedException
     *
     * @return array<K, Entry<T>>
     *
     * @throws \InvalidArgumentException before anything is sent, for parameters that a batch cannot carry whole
     */
    public function batch(array $commands, bool $halt = false): array
    {
        return Batch::run($this->sender, $commands, $halt);
    }

    /**
     * All participants of a list that the caller may read, each once, also while operators work on the list.
     *
     * Whoever is on the list all the time while it is read, and may be read, is returned: pages overlap, pages are
     * requested once more at the end, and where something has moved, the list is read again. Each participant comes as
     * first seen, so its status may have changed since. The order is that of the portal while no one works on the list.
     * Whoever joins or leaves meanwhile may be returned or not; with a status, so may whoever gets or loses it.
     *
     * The portal returns neither a total nor a next page, and responds with 403 to a page of which nothing may be read
     * as well as past the end. So reading continues across such gaps, up to `gap` pages in a row. It requests one page,
     * then 10, then 50 at once. If you get no rows, the list is empty, no participant has that status, or you lack
     * permission; the portal does not say which.
     *
     *     foreach ($b24->participants(13, Status::SUCCESS) as $participant) {
     *         echo $participant->id, PHP_EOL;
     *     }
     *
     * @param string|null $status only those with this status; null for all
     * @param int $gap how many empty pages in a row are the end: 10 are 500 participants, the most that a list made in
     *     the portal's own pages has. 0 where you may read everybody, as an administrator may: then a page with fewer
     *     than 50 is the last.
     *
     * @return \Generator<int, Participant>
     *
     * @throws CallListException while it is read, after the rows before it; UnstableListException where the list kept
     *     changing while it was read ten times
     */
    public function participants(int $listId, ?string $status = null, int $gap = Numbers::MAX_EMPTY_PAGES): \Generator
    {
        return Reading::rows($this, new ParticipantReader($listId, $status, $gap));
    }

    /**
     * All call lists that a filter lets pass.
     *
     * Without an order they come by rising id, each request behind the last id seen: lists that are made meanwhile are
     * neither skipped nor doubled. With an order of your own pages are counted off, and a list that is made or deleted
     * meanwhile can move a row across a border.
     *
     *     foreach ($b24->lists(filter: ['ENTITY_TYPE_ID' => 3]) as $list) {
     *         echo $list->id, PHP_EOL;
     *     }
     *
     * @param array<string> $select as for {@see Client::list}
     * @param array<string, int|string|null|array<int|string>> $filter as for {@see Client::list}
     * @param array<string, string> $order as for {@see Client::list}
     *
     * @return \Generator<int, CallListRow>
     *
     * @throws CallListException while it is read, after the rows before it
     */
    public function lists(array $select = [], array $filter = [], array $order = []): \Generator
    {
        return Reading::rows($this, new ListPages($select, $filter, $order));
    }

    /**
     * Adds participants to a list and takes others off, and keeps all others, their statuses, and the web form. The
     * bare `update` replaces all participants and clears the form.
     *
     * It reads the list until two complete readings agree on who is on it, also while operators are calling, and only
     * then sends the update; if they never agree, it writes nothing. Participants whose contact or company was deleted
     * are left out, since the portal rejects their ids. Afterwards it reads the list again and reports what really
     * happened.
     *
     * **What is left:** between the last reading and the update lies one request. A participant that is added by others
     * in that moment is removed, and one that is removed by others is added again, with the status `IN_WORK`. Statuses
     * that operators set in that moment are kept.
     *
     * Those who stay keep their status, but the order changes (by status, then by place). Participants that the user
     * may not read stay. Readable ones behind more than 5,000 unreadable ones in a row are not found, and so are
     * removed.
     *
     *     $changed = $b24->changeParticipants(13, add: [21, 23], remove: [17]);
     *     echo count($changed->added), ' added', PHP_EOL;
     *
     * @param array<int> $add ids of contacts or companies, depending on the list's type; those already on the list stay
     *     as they are
     * @param array<int> $remove ids to take off the list, with their status; those not on it are ignored, and those
     *     that are in `$add`, too, are removed
     *
     * @throws \InvalidArgumentException for an id that is none, before anything is sent
     * @throws \RangeException when no participant would be left: the portal does not empty a list. Nothing was written.
     * @throws CallListException UnstableListException when the readings do not agree; PortalException among others with
     *     ENTITIES_ERROR, and the wrong ones in `ids`, when ids to be added belong to no contact or company. Nothing
     *     was written.
     */
    public function changeParticipants(int $listId, array $add = [], array $remove = []): ParticipantsChanged
    {
        return (new ParticipantChange($this, $this->sender->auth, $listId, $add, $remove))->run();
    }

    /**
     * Waits until no participant of a list is left to be called, that is, has the status `IN_WORK`. Returns with `done`
     * false when the time is over before that.
     *
     * Administrators also see participants whose contact or company was deleted. These can never be called and keep
     * `IN_WORK` for ever, so they do not count; they are reported as `deleted`. Participants that the user may not read
     * do not count either.
     *
     * A look takes one request while many participants are left, and a few near the end.
     *
     *     $state = $b24->waitUntilDone(13, within: 8 * 3600);
     *     echo $state->done ? 'The list is done.' : 'Still to be called: ' . implode(', ', $state->open), PHP_EOL;
     *
     * @param float $within seconds to wait at most
     * @param float $interval seconds between two looks at the list
     * @param (callable(ListState): mixed)|null $onProgress is called after each look that finds the list not done. What
     *     it throws ends the waiting.
     *
     * @throws CallListException as for {@see Client::participants}
     */
    public function waitUntilDone(
        int $listId,
        float $within,
        float $interval = Numbers::POLL_INTERVAL,
        ?callable $onProgress = null,
    ): ListState {
        $wait = new Wait($this, $this->clock, $listId, $within, $interval);
        return $wait->run($onProgress === null ? null : $onProgress(...));
    }

    /**
     * Counts the participants of a list by status, in one reading. Each is counted once, also while operators are
     * calling; the counts are not those of a single moment.
     *
     *     $progress = $b24->progressOf(13);
     *     echo $progress->total - ($progress->byStatus[Status::IN_WORK] ?? 0), ' of ', $progress->total, ' are done';
     *
     * @param int $gap as for {@see Client::participants}
     *
     * @throws CallListException as for {@see Client::participants}
     */
    public function progressOf(int $listId, int $gap = Numbers::MAX_EMPTY_PAGES): ListProgress
    {
        $from = Moment::now($this->clock);
        $statuses = [];
        foreach ($this->participants($listId, gap: $gap) as $participant) {
            $statuses[] = $participant->status;
        }
        return new ListProgress(count($statuses), array_count_values($statuses), $from, Moment::now($this->clock));
    }
}
