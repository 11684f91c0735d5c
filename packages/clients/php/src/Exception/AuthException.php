<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/** 401: credentials missing, wrong, expired, or not enough for this method. */
final class AuthException extends PortalException
{
}
