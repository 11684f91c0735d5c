<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/** 429 or 503: too many requests, or too much working time. Nothing was executed; try again later. */
final class LimitException extends PortalException
{
}
