<?php

declare(strict_types=1);

namespace B24CallList\Tests;

/** What the client's clock was told to sleep for, where a test does not want it to. */
final class Sleeps
{
    /** @var list<array{string, int}>|null null: it sleeps */
    public static ?array $noted = null;
}
