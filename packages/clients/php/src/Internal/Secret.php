<?php

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * A text that no dump, export, cast or serialization shows: PHP's own holder for sensitive values, with a type.
 *
 * @internal
 */
final readonly class Secret
{
    private \SensitiveParameterValue $value;

    public function __construct(#[\SensitiveParameter] string $text)
    {
        $this->value = new \SensitiveParameterValue($text);
    }

    public function reveal(): string
    {
        /** @var string */
        return $this->value->getValue();
    }
}
