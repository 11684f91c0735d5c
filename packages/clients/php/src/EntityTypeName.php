<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList;

/**
 * Names of entity types that portals are known to send. Lists created in the portal's own pages may hold more than
 * contacts and companies. Portals can send others.
 */
final class EntityTypeName
{
    public const CONTACT = 'CONTACT';
    public const COMPANY = 'COMPANY';
    public const LEAD = 'LEAD';
    public const DEAL = 'DEAL';
    public const QUOTE = 'QUOTE';
    public const INVOICE = 'INVOICE';
}
