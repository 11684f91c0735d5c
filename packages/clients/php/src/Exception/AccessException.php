<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/** 403: not allowed, or the portal is closed. From `items` also an empty page. */
final class AccessException extends PortalException
{
}
