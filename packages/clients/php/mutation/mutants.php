<?php

declare(strict_types=1);

// Prints the mutants of a file as JSON: where the code changes, and to what.

use B24CallList\Mutation\Mutators;

require 'PhpParser/autoload.php';
require __DIR__ . '/Mutators.php';

echo json_encode(Mutators::of((string) file_get_contents($argv[1])), JSON_THROW_ON_ERROR);
