<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList;

/** The four call statuses that every portal has at first. Portals can send others. */
final class Status
{
    public const IN_WORK = 'IN_WORK';
    public const SUCCESS = 'SUCCESS';
    public const WRONG_NUMBER = 'WRONG_NUMBER';
    public const STOP_CALLING = 'STOP_CALLING';
}
