<?php

declare(strict_types=1);

namespace B24CallList\Tests;

/** A self-signed certificate for localhost with its key, in a file that goes with the test. */
final class Certificate
{
    public readonly string $file;

    /**
     * @param int $days how long it is valid; 0 for one that has expired
     */
    public function __construct(int $days = 1)
    {
        $key = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
        $request = openssl_csr_new(['commonName' => 'localhost'], $key);
        openssl_x509_export(openssl_csr_sign($request, null, $key, $days), $certificate);
        openssl_pkey_export($key, $private);
        $this->file = tempnam(sys_get_temp_dir(), 'b24-calllist-');
        file_put_contents($this->file, $certificate . $private);
    }

    public function __destruct()
    {
        unlink($this->file);
    }
}
