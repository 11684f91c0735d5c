<?php

declare(strict_types=1);

namespace B24CallList;

/** Whether the portal executed a call that failed. */
enum Executed: string
{
    /** Certainly not: the call changed nothing. */
    case No = 'no';
    /** It may have been executed. */
    case Unknown = 'unknown';
}
