<?php

declare(strict_types=1);

// What Composer's autoloader does, without an installation.
spl_autoload_register(static function (string $class): void {
    $folders = ['B24CallList\\Tests\\' => __DIR__, 'B24CallList\\' => dirname(__DIR__) . '/src'];
    foreach ($folders as $namespace => $folder) {
        if (str_starts_with($class, $namespace)) {
            $file = "$folder/" . strtr(substr($class, strlen($namespace)), '\\', '/') . '.php';
            if (is_file($file)) {
                require $file;
            }
            return;
        }
    }
});
