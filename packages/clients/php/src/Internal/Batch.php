<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Command;
use B24CallList\Entry;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\SkippedException;
use B24CallList\Exception\UnexpectedResponseException;

/**
 * Runs commands, 50 with a request, one request after another, and tells of each what became of it.
 *
 * @internal
 */
final class Batch
{
    /** What the commands after this one are skipped for. */
    private ?CallListException $failed = null;

    private function __construct(private readonly Sender $sender, private readonly bool $halt)
    {
    }

    /**
     * @template K of array-key
     * @template T
     *
     * @param array<K, Command<T>> $commands
     *
     * @return array<K, Entry<T>>
     */
    public static function run(Sender $sender, array $commands, bool $halt): array
    {
        // All are written before the first is sent, so that a mistake leaves nothing half done.
        $texts = array_map(static fn (Command $command) => Query::of($command->method, $command->params), $commands);
        $batch = new self($sender, $halt);
        $entries = [];
        foreach (array_chunk($commands, Numbers::BATCH_SIZE, true) as $chunk) {
            $entries += $batch->chunk($chunk, $texts);
        }
        return $entries;
    }

    /**
     * @template K of array-key
     * @template T
     *
     * @param array<K, Command<T>> $commands
     * @param array<K, string> $texts
     *
     * @return array<K, Entry<T>>
     */
    private function chunk(array $commands, array $texts): array
    {
        if ($this->failed !== null) {
            return array_map(fn (Command $command): Entry => $this->skipped($command, sent: false), $commands);
        }
        // Names with a letter in front, so that the portal does not make a list of them.
        $cmd = [];
        foreach (array_keys($commands) as $position => $key) {
            $cmd["c$position"] = $texts[$key];
        }
        try {
            [$results, $errors, $times] = $this->send($cmd);
        } catch (CallListException $error) {
            $this->failed = $error;
            return $this->lost($commands);
        }
        foreach (array_values($commands) as $position => $command) {
            $this->sender->operating->learn($command->method, $times["c$position"] ?? null);
        }
        $entries = [];
        foreach (array_keys($commands) as $position => $key) {
            $entries[$key] = $this->entry($commands[$key], "c$position", $results, $errors);
        }
        return $entries;
    }

    /**
     * @param array<string, string> $cmd
     *
     * @return array{array<array-key, mixed>, array<array-key, mixed>, array<array-key, mixed>} by name: results,
     *     errors and times
     */
    private function send(array $cmd): array
    {
        $params = ['cmd' => $cmd, 'halt' => (int) $this->halt];
        $answer = $this->sender->send('batch', $params);
        $results = is_array($answer) ? $answer['result'] ?? null : null;
        $errors = is_array($answer) ? $answer['result_error'] ?? null : null;
        if (is_array($results) && is_array($errors)) {
            $times = $answer['result_time'] ?? null;
            return [$results, $errors, is_array($times) ? $times : []];
        }
        throw Outcomes::close(new UnexpectedResponseException('batch', 200), 'batch', $params);
    }

    /**
     * @template T
     *
     * @param Command<T> $command
     * @param array<array-key, mixed> $results
     * @param array<array-key, mixed> $errors
     *
     * @return Entry<T>
     */
    private function entry(
        Command $command,
        string $name,
        array $results,
        #[\SensitiveParameter] array $errors,
    ): Entry {
        if (array_key_exists($name, $results) && !array_key_exists($name, $errors)) {
            return $this->read($command, $results[$name]);
        }
        if ($this->failed !== null) {
            return $this->skipped($command, sent: true);
        }
        // A command that the portal passed over leaves no trace.
        $body = $errors[$name] ?? null;
        $error = (is_array($body) ? Answer::refusal($command->method, 200, $body, $this->sender->auth) : null)
            ?? new UnexpectedResponseException($command->method, 200);
        $this->sender->operating->hold($error);
        $closed = Outcomes::close($error, $command->method, $command->params);
        if ($this->halt) {
            $this->failed = $closed;
        }
        return new Entry(null, $closed);
    }

    /**
     * @template T
     *
     * @param Command<T> $command
     *
     * @return Entry<T>
     */
    private function read(Command $command, mixed $result): Entry
    {
        try {
            return new Entry($command->read($result, $this->sender->auth));
        } catch (CallListException $error) {
            return new Entry(null, $error);
        }
    }

    /**
     * @template T
     *
     * @param Command<T> $command
     *
     * @return Entry<T>
     */
    private function skipped(Command $command, bool $sent): Entry
    {
        assert($this->failed !== null);
        return new Entry(null, new SkippedException($command->method, $this->failed, $sent));
    }

    /**
     * What becomes of the commands of a request that failed: one with an unknown outcome leaves open only those that
     * must not be repeated.
     *
     * @template K of array-key
     * @template T
     *
     * @param array<K, Command<T>> $commands
     *
     * @return array<K, Entry<T>>
     */
    private function lost(array $commands): array
    {
        assert($this->failed !== null);
        $cause = $this->failed instanceof OutcomeUnknownException ? $this->failed->cause : $this->failed;
        $entries = [];
        foreach ($commands as $key => $command) {
            $entries[$key] = new Entry(null, Outcomes::close($cause, $command->method, $command->params));
        }
        return $entries;
    }
}
