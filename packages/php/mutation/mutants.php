<?php

declare(strict_types=1);

// Prints the mutants of a file as JSON: where the code changes, and to what. Those that are no PHP are left out.

namespace B24CallList\Mutation;

use PhpParser\NodeTraverser;
use PhpParser\ParserFactory;

require 'PhpParser/autoload.php';
require __DIR__ . '/Mutators.php';

$code = (string) file_get_contents($argv[1]);
$lexer = new \PhpParser\Lexer\Emulative(['usedAttributes' => ['startLine', 'endLine', 'startFilePos', 'endFilePos']]);
$mutators = new Mutators($code);
$traverser = new NodeTraverser();
$traverser->addVisitor($mutators);
$traverser->traverse((new ParserFactory())->create(ParserFactory::ONLY_PHP7, $lexer)->parse($code));

$isPhp = static function (array $mutant) use ($code): bool {
    ['start' => $start, 'end' => $end, 'text' => $text] = $mutant;
    try {
        return \PhpToken::tokenize(substr_replace($code, $text, $start, $end - $start), TOKEN_PARSE) !== [];
    } catch (\ParseError) {
        return false;
    }
};
echo json_encode(array_values(array_filter($mutators->mutants, $isPhp)), JSON_THROW_ON_ERROR);
