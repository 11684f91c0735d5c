<?php

declare(strict_types=1);

namespace B24CallList;

use B24CallList\Exception\CallListException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Internal\Commands;
use B24CallList\Internal\Excerpt;
use B24CallList\Internal\Outcomes;

/**
 * A method with its parameters and the type of its result, for {@see Client::batch} and {@see Client::call}.
 *
 * @template-covariant T
 */
final readonly class Command
{
    use Commands;

    /**
     * @param array<string, mixed> $params parameters by their names on the wire
     * @param \Closure(mixed): T $reader
     */
    private function __construct(public string $method, public array $params, private \Closure $reader)
    {
    }

    /**
     * Any other method of the portal, whose result comes as it is on the wire. It is repeated as carefully as `add`,
     * since nobody knows here what it does.
     *
     * @param string $method such as `profile`
     * @param array<string, mixed> $params parameters by their names on the wire
     *
     * @return self<mixed>
     */
    public static function of(string $method, array $params = []): self
    {
        return new self($method, $params, static fn (mixed $result): mixed => $result);
    }

    /**
     * Reads a result as it is on the wire.
     *
     * @return T
     *
     * @throws CallListException when it is of another type
     *
     * @internal
     */
    public function read(#[\SensitiveParameter] mixed $result, Auth $auth): mixed
    {
        try {
            return ($this->reader)($result);
        } catch (\UnexpectedValueException $wrong) {
            $excerpt = Excerpt::ofValue($result, $auth);
            $detail = "{$wrong->getMessage()}, but the response has result: $excerpt";
            $error = new UnexpectedResponseException($this->method, 200, excerpt: $excerpt, detail: $detail);
            throw Outcomes::close($error, $this->method, $this->params);
        }
    }
}
