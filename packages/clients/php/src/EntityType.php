<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList;

/** What the list calls, spelled exactly this way. */
enum EntityType: string
{
    case Contact = 'CONTACT';
    case Company = 'COMPANY';
}
