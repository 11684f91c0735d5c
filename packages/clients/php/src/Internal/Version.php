<?php

// Generated from packages/clients/php/package.json and spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * Versions of this package, and of the description that it was made from.
 *
 * @internal
 */
final class Version
{
    public const CLIENT = '0.0.0';
    public const DESCRIPTION = '0.0.0';
}
