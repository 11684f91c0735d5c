<?php

// Speaks as CRest does, the PHP class of the official examples: parameters as a form made by http_build_query, .json after
// the method, GET where there are no parameters, redirects followed with the form, 50 commands of a batch in a form of
// their own, and arrays with `error` in place of exceptions. Written for these checks from what is seen on the wire.

declare(strict_types=1);

final class CrestLike
{
    /** @param array{client_id: string, client_secret: string, refresh_token: string, token_url: string}|null $app */
    public function __construct(
        private readonly string $endpoint,
        private ?string $token = null,
        private ?array $app = null,
    ) {
    }

    public function call(string $method, array $params = []): array
    {
        if ($this->token !== null) {
            $params['auth'] = $this->token;
        }
        $answer = $this->send("$this->endpoint$method.json", http_build_query($params));
        if (($answer['error'] ?? '') === 'expired_token' && $this->app !== null) {
            $this->renew();
            return $this->call($method, $params);
        }
        return $answer;
    }

    /** @param array<string, array{method: string, params?: array}> $calls */
    public function callBatch(array $calls, int $halt = 0): array
    {
        $commands = [];
        foreach (array_slice($calls, 0, 50, true) as $name => $call) {
            $commands[$name] = $call['method'] . '?' . http_build_query($call['params'] ?? []);
        }
        return $this->call('batch', ['halt' => $halt, 'cmd' => $commands]);
    }

    private function renew(): void
    {
        $app = $this->app;
        $query = ['grant_type' => 'refresh_token', ...array_diff_key($app, ['token_url' => ''])];
        $tokens = $this->send($app['token_url'] . '?' . http_build_query($query));
        $this->token = $tokens['access_token'];
        $this->app['refresh_token'] = $tokens['refresh_token'];
    }

    private function send(string $url, string $form = ''): array
    {
        $curl = curl_init($url);
        curl_setopt_array($curl, [
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_FOLLOWLOCATION => true,
            CURLOPT_POSTREDIR => 10, // a 302 is followed with the form
        ]);
        if ($form !== '') {
            curl_setopt_array($curl, [CURLOPT_POST => true, CURLOPT_POSTFIELDS => $form]);
        }
        $text = curl_exec($curl);
        if (curl_errno($curl) !== 0) {
            return ['error' => 'curl ' . curl_errno($curl)];
        }
        return json_decode((string) $text, true) ?? ['error' => 'no JSON'];
    }
}
