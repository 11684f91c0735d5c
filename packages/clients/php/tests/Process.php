<?php

declare(strict_types=1);

namespace B24CallList\Tests;

/** A program that a test starts, and that ends with the test. */
final class Process
{
    /** @var resource */
    private $process;
    /** What its first line of output tells. */
    public readonly string $said;

    public function __construct(string ...$command)
    {
        $this->process = proc_open($command, [1 => ['pipe', 'w']], $pipes, dirname(__DIR__));
        $this->said = trim((string) fgets($pipes[1]));
    }

    public function __destruct()
    {
        proc_terminate($this->process, 9);
        proc_close($this->process);
    }
}
