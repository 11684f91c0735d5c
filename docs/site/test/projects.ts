// Projects in other languages that use our clients as they lie in this repository.
import { fileURLToPath } from "node:url";

export const clients = fileURLToPath(new URL("../../../packages/clients/", import.meta.url));

/** `vendor/autoload.php`, by the same rule as Composer's: a class is in the file of its name. */
export const PHP_AUTOLOAD = `<?php spl_autoload_register(function (string $class) {
  $file = '${clients}php/src/' . strtr(substr($class, strlen('B24CallList\\\\')), '\\\\', '/') . '.php';
  if (is_file($file)) { require $file; }
});`;

export const GO_MOD = `module samples

go 1.23

require github.com/b24-calllist/b24-calllist/packages/clients/go v0.0.0

replace github.com/b24-calllist/b24-calllist/packages/clients/go => ${clients}go
`;

/** The Python that has our client, and pytest. */
export const PYTHON = `${clients}python/build/venv/bin/python`;
