<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * The names of the portal's methods.
 *
 * @internal
 */
final class WireName
{
    public const ADD = 'crm.calllist.add';
    public const GET = 'crm.calllist.get';
    public const LIST = 'crm.calllist.list';
    public const UPDATE = 'crm.calllist.update';
    public const ITEMS = 'crm.calllist.items.get';
    public const STATUSES = 'crm.calllist.statuslist';
}
