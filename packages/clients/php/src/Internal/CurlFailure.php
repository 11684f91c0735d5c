<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Transport\TransportException;

/**
 * What a transfer of curl that failed means: whether the request had left, and whether a retry may help. Its texts
 * contain no address.
 *
 * @internal
 */
final class CurlFailure
{
    /** Codes of curl that PHP has no names for. */
    private const CRL_BADFILE = 82;
    private const ISSUER_ERROR = 83;
    private const INVALID_CERT_STATUS = 91;
    /** Mistakes of the set-up: of the address, of certificates and their files. */
    private const PERMANENT = [
        CURLE_UNSUPPORTED_PROTOCOL,
        CURLE_URL_MALFORMAT,
        CURLE_SSL_CERTPROBLEM,
        CURLE_SSL_CIPHER,
        CURLE_SSL_CACERT,
        CURLE_SSL_CACERT_BADFILE,
        self::CRL_BADFILE,
        self::ISSUER_ERROR,
        CURLE_SSL_PINNEDPUBKEYNOTMATCH,
        self::INVALID_CERT_STATUS,
    ];

    private const WAYS_OUT = [
        'expired' => 'The portal has to renew it, or the clock of this machine is wrong',
        'not yet valid' => 'The clock of this machine may be wrong',
        'another host name' => 'Call the portal by a host name that the certificate is for',
    ];

    /**
     * @param string|null $proxy name of the option or variable that sets a proxy; null where none is set
     */
    public static function of(\CurlHandle $handle, ?string $proxy): TransportException
    {
        $errno = curl_errno($handle);
        // curl counts a proxy's CONNECT as a request; only the transfer itself has a time of its own.
        $sent = curl_getinfo($handle, CURLINFO_REQUEST_SIZE) > 0
            && curl_getinfo($handle, CURLINFO_PRETRANSFER_TIME) > 0;
        if ($sent) {
            return new TransportException((string) curl_strerror($errno), true, $errno === CURLE_OPERATION_TIMEDOUT);
        }
        $isRefused = curl_getinfo($handle, CURLINFO_HTTP_CONNECTCODE) === 407;
        $isPermanent = $isRefused || in_array($errno, self::PERMANENT, true);
        return new TransportException(self::reason($handle, $errno, $proxy), false, permanent: $isPermanent);
    }

    /** Why there is no connection. */
    private static function reason(\CurlHandle $handle, int $errno, ?string $proxy): string
    {
        $status = (int) curl_getinfo($handle, CURLINFO_HTTP_CONNECTCODE);
        $text = (string) curl_strerror($errno);
        return match (true) {
            $status === 407 => 'the proxy wants a user name and a password, or others (HTTP 407)',
            $status >= 300 => "the proxy refused the connection (HTTP $status)",
            $errno === CURLE_SSL_CACERT => self::untrusted($handle),
            $errno === CURLE_SSL_CACERT_BADFILE => 'the file with the certificate authorities cannot be read. It is '
                . "named by CURLOPT_CAINFO in CurlTransport's options, or by curl.cainfo in php.ini",
            // With nothing sent but the CONNECT, the proxy closed the connection, or was silent.
            $status === 0 && curl_getinfo($handle, CURLINFO_REQUEST_SIZE) > 0 => "no response from the proxy ($text)",
            $proxy !== null && in_array($errno, [CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT], true) =>
                "$text; $proxy sets a proxy",
            default => $text,
        };
    }

    private static function untrusted(\CurlHandle $handle): string
    {
        $isOfProxy = curl_getinfo($handle, CURLINFO_PROXY_SSL_VERIFYRESULT) > 0;
        [$whose, $option] = $isOfProxy
            ? ['proxy', 'CURLOPT_PROXY_CAINFO in the options of CurlTransport']
            : ['portal', 'CURLOPT_CAINFO in the options of CurlTransport, or curl.cainfo in php.ini'];
        $why = self::whyUntrusted(curl_error($handle));
        $wayOut = "Set the file of the authority that signed it: $option";
        foreach (self::WAYS_OUT as $part => $other) {
            $wayOut = str_contains($why, $part) ? $other : $wayOut;
        }
        return "the certificate of the $whose is not trusted" . ($why === '' ? '' : ": $why") . ". $wayOut";
    }

    /** The part of curl's text that says what is wrong with a certificate; others contain the host or a path. */
    private static function whyUntrusted(string $text): string
    {
        $found = [];
        return match (true) {
            preg_match('/^SSL certificate problem: ([\w ,()-]+)$/D', $text, $found) === 1 => $found[1],
            str_contains($text, 'subject name') => 'it is for another host name',
            default => '',
        };
    }
}
