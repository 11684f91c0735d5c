<?php

declare(strict_types=1);

// Runs before every script under a mutation run (auto_prepend_file): loads one class from another file, and notes which
// lines were reached.

(static function (): void {
    ['MUTANT_CLASS' => $mutated, 'MUTANT_FILE' => $file, 'MUTANT_SECONDS' => $seconds, 'REACHED_FILE' => $reached] =
        getenv() + ['MUTANT_CLASS' => '', 'MUTANT_FILE' => '', 'MUTANT_SECONDS' => '0', 'REACHED_FILE' => ''];
    set_time_limit((int) $seconds); // of the processor; on the command line, PHP takes it from no php.ini
    if ($mutated !== '') {
        spl_autoload_register(static function (string $class) use ($mutated, $file): void {
            if ($class === $mutated) {
                require $file;
            }
        });
    }
    if ($reached !== '') {
        \pcov\start();
        register_shutdown_function(static function () use ($reached): void {
            \pcov\stop();
            file_put_contents($reached, json_encode(\pcov\collect()));
        });
    }
})();
