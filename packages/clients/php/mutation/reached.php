<?php

declare(strict_types=1);

// Prints which tests reach which lines, from a file of `phpunit --coverage-php`, as JSON: file, line, list of tests.

require 'SebastianBergmann/CodeCoverage/autoload.php';

/** @var SebastianBergmann\CodeCoverage\CodeCoverage $coverage */
$coverage = require $argv[1];
echo json_encode($coverage->getData()->lineCoverage(), JSON_THROW_ON_ERROR);
