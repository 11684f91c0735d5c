<?php

declare(strict_types=1);

namespace B24CallList;

use B24CallList\Internal\Numbers;
use B24CallList\Internal\PortalUrl;
use B24CallList\Internal\Secret;

/**
 * Credentials for a portal: an incoming webhook, or an OAuth access token. Printing, dumping or encoding one shows no
 * secret, and serializing one is refused.
 */
final class Auth
{
    private const WEBHOOK_LOOKS_LIKE = 'A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/';
    private const PORTAL_LOOKS_LIKE = 'A portal looks like example.bitrix24.com';

    /** What stands before `/rest/`, and user and code behind it. */
    private const WEBHOOK_PATH = '#^((?:/[^/]+)*)/rest/([^/]+)/([^/]+)/*$#';
    /** The path of a portal, with or without `/rest/` at its end. */
    private const PORTAL_PATH = '#^((?:/(?!rest(?:/|$))[^/]+)*)(?:/rest)?/*$#';

    private const SLASH = '(?:\\\\*/|%2F)+';
    private const SEGMENT = '(?:(?!%2F)[^/\\\\\s"\'<>])+';
    /** A webhook's address up to the code, and the code, also as it stands in JSON or a query. */
    private const ANY_WEBHOOK = '#(' . self::SLASH . 'rest' . self::SLASH . '(?:api' . self::SLASH . ')?'
        . self::SEGMENT . self::SLASH . ')' . self::SEGMENT . '#i';


    /** @var list<Secret> everything that must not show in a text */
    private array $secrets = [];

    private ?Secret $token = null;

    /**
     * @param string $portal host of the portal, such as `example.bitrix24.com`
     * @param Secret $base address below which the methods are; a webhook's holds its secret
     * @param \SensitiveParameterValue|null $renewal the caller's function, which may hold secrets of its own
     */
    private function __construct(
        public readonly string $portal,
        private readonly Secret $base,
        private readonly ?\SensitiveParameterValue $renewal = null,
    ) {
    }

    /**
     * Credentials from an incoming webhook's URL, as the portal shows it.
     *
     *     $b24 = new Client(Auth::webhook('https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/'));
     *
     * @param string $url `https://<portal>/rest/<user id>/<code>/`, where the portal may also be below a path; white
     *     space around it, a query and a fragment are dropped
     * @param array<string> $insecureHosts host names that may be called over plain http, such as that of a sandbox in
     *     another container; this machine always may
     *
     * @throws \InvalidArgumentException when it is not such a URL; the message says what is wrong, and does not contain
     *     it
     */
    public static function webhook(#[\SensitiveParameter] string $url, array $insecureHosts = []): self
    {
        $portal = PortalUrl::parse($url, 'Auth::webhook($url)', self::WEBHOOK_LOOKS_LIKE, $insecureHosts);
        $found = [];
        if (preg_match(self::WEBHOOK_PATH, $portal->path, $found) !== 1) {
            throw self::wrong(
                'Auth::webhook($url)',
                'the path is not /rest/<user id>/<code>/',
                self::WEBHOOK_LOOKS_LIKE
            );
        }
        [, $below, $user, $code] = $found;
        $auth = new self($portal->host, new Secret("$portal->origin$below/rest/$user/$code"));
        $auth->hide($code);
        $auth->hide(rawurldecode($code));
        return $auth;
    }

    /**
     * An OAuth access token, which travels in the body of each request.
     *
     *     $auth = Auth::oauth('example.bitrix24.com', $accessToken, fn (): string => $this->refreshTokens());
     *
     * @param string $portal the portal's host, or its https address, which may have a path
     * @param string $accessToken the access token
     * @param (callable(): string)|null $renew is called once in a call when the portal says `expired_token`, and gives
     *     a new access token; the call is then sent again. Without it such a call ends in an AuthException. What it
     *     throws, the call throws.
     * @param array<string> $insecureHosts host names that may be called over plain http, as for {@see Auth::webhook}
     *
     * @throws \InvalidArgumentException when the portal is no host, or the token is empty
     */
    public static function oauth(
        #[\SensitiveParameter] string $portal,
        #[\SensitiveParameter] string $accessToken,
        #[\SensitiveParameter] ?callable $renew = null,
        array $insecureHosts = [],
    ): self {
        $address = str_contains($portal, '://') ? $portal : 'https://' . PortalUrl::trim($portal);
        $url = PortalUrl::parse($address, 'Auth::oauth($portal, …)', self::PORTAL_LOOKS_LIKE, $insecureHosts);
        $found = [];
        if (preg_match(self::PORTAL_PATH, $url->path, $found) !== 1) {
            $why = 'there is more than the portal in it, such as a method or a webhook';
            throw self::wrong('Auth::oauth($portal, …)', $why, self::PORTAL_LOOKS_LIKE);
        }
        $renewal = $renew === null ? null : new \SensitiveParameterValue($renew(...));
        $auth = new self($url->host, new Secret("$url->origin$found[1]/rest"), $renewal);
        $auth->take($accessToken, 'Auth::oauth(…, $accessToken)');
        return $auth;
    }

    /**
     * Address of a method. Of a webhook it holds the secret.
     *
     * @internal
     */
    public function url(string $method): string
    {
        return "{$this->base->reveal()}/$method";
    }

    /**
     * What goes into each request's body beside the parameters.
     *
     * @return array{auth?: string}
     *
     * @internal
     */
    public function credentials(): array
    {
        return $this->token === null ? [] : ['auth' => $this->token->reveal()];
    }

    /**
     * Gets a new access token in place of one that expired; false where there is no way to.
     *
     * @internal
     */
    public function renew(): bool
    {
        if ($this->renewal === null) {
            return false;
        }
        /** @var \Closure(): mixed $renew */
        $renew = $this->renewal->getValue();
        $this->take($renew(), 'Auth::oauth(…, $renew)');
        return true;
    }

    /**
     * The same text without this portal's secrets in it, nor anybody's webhook. For texts that come from elsewhere.
     *
     * @internal
     */
    public function redact(#[\SensitiveParameter] string $text): string
    {
        foreach ($this->secrets as $secret) {
            $text = str_ireplace($secret->reveal(), '***', $text);
        }
        // A page may also show somebody else's address, a renamed portal's for one.
        return preg_replace(self::ANY_WEBHOOK, '$1***', $text) ?? '***';
    }

    private function take(#[\SensitiveParameter] mixed $token, string $what): void
    {
        if (!is_string($token) || $token === '') {
            throw new \InvalidArgumentException("$what: an access token that is not empty");
        }
        $this->token = new Secret($token);
        $this->hide($token);
    }

    /** In every form in which a page, JSON or a query writes it. */
    private function hide(#[\SensitiveParameter] string $secret): void
    {
        if (strlen($secret) < Numbers::MIN_SECRET) {
            return;
        }
        $json = [json_encode($secret), json_encode($secret, JSON_UNESCAPED_SLASHES)];
        $inJson = array_map(static fn (string|false $text): string => substr((string) $text, 1, -1), $json);
        $forms = [$secret, rawurlencode($secret), htmlspecialchars($secret), ...$inJson];
        foreach (array_unique($forms) as $form) {
            $this->secrets[] = new Secret($form);
        }
        // One may be the beginning of another.
        usort($this->secrets, static fn (Secret $a, Secret $b): int => strlen($b->reveal()) <=> strlen($a->reveal()));
    }

    private static function wrong(string $what, string $why, string $looksLike): \InvalidArgumentException
    {
        return new \InvalidArgumentException("$what: $why. $looksLike");
    }
}
