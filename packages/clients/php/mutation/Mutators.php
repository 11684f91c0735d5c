<?php

declare(strict_types=1);

namespace B24CallList\Mutation;

use PhpParser\Lexer\Emulative;
use PhpParser\Node;
use PhpParser\Node\Expr;
use PhpParser\Node\Expr\BinaryOp;
use PhpParser\Node\Scalar;
use PhpParser\Node\Stmt;
use PhpParser\NodeTraverser;
use PhpParser\NodeVisitorAbstract;
use PhpParser\ParserFactory;

/**
 * Small changes of the meaning of code, one at a time: what another text in the place of a node would be. Types, names,
 * attributes and comments are not changed.
 */
final class Mutators extends NodeVisitorAbstract
{
    private const SWAPPED = [
        BinaryOp\Identical::class => ['!=='],
        BinaryOp\NotIdentical::class => ['==='],
        BinaryOp\Smaller::class => ['<=', '>='],
        BinaryOp\SmallerOrEqual::class => ['<', '>'],
        BinaryOp\Greater::class => ['>=', '<='],
        BinaryOp\GreaterOrEqual::class => ['>', '<'],
        BinaryOp\BooleanAnd::class => ['||'],
        BinaryOp\BooleanOr::class => ['&&'],
        BinaryOp\Plus::class => ['-'],
        BinaryOp\Minus::class => ['+'],
        BinaryOp\Mul::class => ['/'],
        BinaryOp\Div::class => ['*'],
        BinaryOp\Mod::class => ['*'],
        BinaryOp\Pow::class => ['*'],
        BinaryOp\ShiftLeft::class => ['>>'],
        BinaryOp\ShiftRight::class => ['<<'],
        Expr\AssignOp\Plus::class => ['-=', '='],
        Expr\AssignOp\Minus::class => ['+=', '='],
        Expr\AssignOp\Concat::class => ['='],
        Expr\AssignOp\Coalesce::class => ['='],
    ];
    /** Operators of which each side stands for the whole. */
    private const ONE_SIDED = [
        BinaryOp\BooleanAnd::class,
        BinaryOp\BooleanOr::class,
        BinaryOp\BitwiseOr::class,
        BinaryOp\Coalesce::class,
    ];
    /** Functions, and which argument stands for their result. */
    private const UNWRAPPED = [
        'abs' => 0, 'array_change_key_case' => 0, 'array_diff_key' => 0, 'array_filter' => 0,
        'array_intersect_key' => 0, 'array_map' => 1, 'array_merge' => 0, 'array_slice' => 0,
        'array_unique' => 0, 'array_values' => 0, 'ceil' => 0, 'floor' => 0,
        'htmlspecialchars' => 0, 'ltrim' => 0, 'max' => 0, 'min' => 0, 'preg_replace' => 2,
        'rawurldecode' => 0, 'rawurlencode' => 0, 'round' => 0, 'str_ireplace' => 2, 'str_replace' => 2,
        'strtolower' => 0, 'strtr' => 0, 'substr' => 0, 'trim' => 0,
    ];
    /** Functions, and those that do nearly the same. */
    private const RENAMED = [
        'ceil' => 'floor', 'floor' => 'ceil', 'max' => 'min', 'min' => 'max', 'str_ireplace' => 'str_replace',
        'str_starts_with' => 'str_contains', 'stripos' => 'strpos',
    ];

    /**
     * Where the code changes, to what, and the lines of the function around it; 0 outside of functions.
     *
     * @var array<string, array{start: int, end: int, line: int, text: string, from: int, to: int}>
     */
    private array $mutants = [];
    /** @var list<Node\FunctionLike> */
    private array $functions = [];
    /** @var array<int, true> ids of nodes that stay as they are: arrays that take a value apart, in_array's strictness */
    private array $kept = [];

    private function __construct(private readonly string $code)
    {
    }

    /**
     * The mutants of a file's code, without those that are no PHP.
     *
     * @return list<array{start: int, end: int, line: int, text: string, from: int, to: int}>
     */
    public static function of(string $code): array
    {
        $lexer = new Emulative(['usedAttributes' => ['startLine', 'endLine', 'startFilePos', 'endFilePos']]);
        $mutators = new self($code);
        $traverser = new NodeTraverser();
        $traverser->addVisitor($mutators);
        $traverser->traverse((array) (new ParserFactory())->create(ParserFactory::ONLY_PHP7, $lexer)->parse($code));
        return array_values(array_filter(
            $mutators->mutants,
            static fn (array $mutant): bool => self::isPhp(self::changed($code, $mutant)),
        ));
    }

    /** The code with one change. */
    public static function changed(string $code, array $mutant): string
    {
        ['start' => $start, 'end' => $end, 'text' => $text] = $mutant;
        return substr_replace($code, $text, $start, $end - $start);
    }

    private static function isPhp(string $code): bool
    {
        try {
            return \PhpToken::tokenize($code, TOKEN_PARSE) !== [];
        } catch (\ParseError) {
            return false;
        }
    }

    public function enterNode(Node $node): ?int
    {
        $isAssertion = $node instanceof Stmt\Expression && self::isNamed($node->expr, 'assert');
        if ($node instanceof Node\AttributeGroup || $node instanceof Stmt\Declare_ || $isAssertion) {
            return NodeTraverser::DONT_TRAVERSE_CHILDREN;
        }
        if ($node instanceof Node\FunctionLike) {
            $this->functions[] = $node;
        }
        $kept = match (true) {
            $node instanceof Expr\Assign && $node->var instanceof Expr\Array_ => $node->var,
            $node instanceof Stmt\Foreach_ && $node->valueVar instanceof Expr\Array_ => $node->valueVar,
            $node instanceof Expr\FuncCall && self::isNamed($node, 'in_array') => $node->args[2]->value ?? null,
            default => null,
        };
        if ($kept !== null) {
            $this->kept[spl_object_id($kept)] = true;
        }
        if (isset($this->kept[spl_object_id($node)])) {
            return null;
        }
        foreach ($this->changesOf($node) as $text) {
            $this->add($node->getStartFilePos(), $node->getEndFilePos() + 1, $text);
        }
        return null;
    }

    public function leaveNode(Node $node): void
    {
        if ($node instanceof Node\FunctionLike) {
            array_pop($this->functions);
        }
    }

    private static function isNamed(Node $node, string $function): bool
    {
        return $node instanceof Expr\FuncCall && $node->name instanceof Node\Name
            && $node->name->toLowerString() === $function;
    }

    private function add(int $start, int $end, string $text): void
    {
        if (substr($this->code, $start, $end - $start) !== $text) {
            $line = substr_count($this->code, "\n", 0, $start) + 1;
            $from = ($this->functions[0] ?? null)?->getStartLine() ?? 0;
            $to = ($this->functions[0] ?? null)?->getEndLine() ?? 0;
            $this->mutants["$start $end $text"] = compact('start', 'end', 'line', 'text', 'from', 'to');
        }
    }

    private function text(Node $node): string
    {
        $start = $node->getStartFilePos();
        return substr($this->code, $start, $node->getEndFilePos() + 1 - $start);
    }

    /** @return iterable<string> texts in place of the node */
    private function changesOf(Node $node): iterable
    {
        yield from match (true) {
            $node instanceof BinaryOp, $node instanceof Expr\AssignOp => $this->ofOperator($node),
            $node instanceof Expr\BooleanNot, $node instanceof Expr\UnaryMinus => [$this->text($node->expr)],
            $node instanceof Expr\PreInc => ['--' . $this->text($node->var)],
            $node instanceof Expr\PreDec => ['++' . $this->text($node->var)],
            $node instanceof Expr\PostInc => [$this->text($node->var) . '--'],
            $node instanceof Expr\Instanceof_ => ['true', 'false'],
            $node instanceof Expr\Ternary => $this->ofTernary($node),
            $node instanceof Expr\Match_ => $this->ofMatch($node),
            $node instanceof Expr\FuncCall => $this->ofCall($node),
            $node instanceof Expr\Cast\Int_, $node instanceof Expr\Cast\Object_ => [$this->text($node->expr)],
            $node instanceof Expr\NullsafePropertyFetch, $node instanceof Expr\NullsafeMethodCall =>
                [preg_replace('/\?->(?=\w+(\(.*\))?$)/s', '->', $this->text($node))],
            $node instanceof Expr\Array_ => $this->withoutOne($node, $node->items),
            $node instanceof Expr\ConstFetch => $this->ofConstant($node),
            $node instanceof Scalar\LNumber => $this->ofNumber($node->value),
            $node instanceof Scalar\DNumber => $this->ofNumber($node->value),
            $node instanceof Scalar\String_ => $this->ofString($node),
            $node instanceof Scalar\Encapsed => ["''"],
            $node instanceof Expr\ArrowFunction => $this->ofArrow($node),
            $node instanceof Stmt => $this->ofStatement($node),
            default => [],
        };
    }

    private function ofOperator(BinaryOp|Expr\AssignOp $node): iterable
    {
        [$left, $right] = $node instanceof BinaryOp ? [$node->left, $node->right] : [$node->var, $node->expr];
        $behindLeft = $left->getEndFilePos() + 1;
        $between = substr($this->code, $behindLeft, $right->getStartFilePos() - $behindLeft);
        $sign = $node instanceof BinaryOp
            ? $node->getOperatorSigil()
            : (preg_match('/\S+=/', $between, $found) === 1 ? $found[0] : '=');
        foreach (self::SWAPPED[$node::class] ?? [] as $other) {
            $at = $behindLeft - $node->getStartFilePos() + (int) strpos($between, $sign);
            yield substr_replace($this->text($node), $other, $at, strlen($sign));
        }
        if (in_array($node::class, self::ONE_SIDED, true)) {
            yield $this->text($left);
            if (!$right instanceof Expr\Throw_) {
                yield $this->text($right);
            }
        }
        if ($node instanceof BinaryOp\Spaceship) {
            yield $this->text($right) . ' <=> ' . $this->text($left);
        }
    }

    private function ofTernary(Expr\Ternary $node): iterable
    {
        yield $node->if === null ? $this->text($node->cond) : $this->text($node->if);
        yield $this->text($node->else);
    }

    /** Without one arm, and without one of the conditions of an arm. */
    private function ofMatch(Expr\Match_ $node): iterable
    {
        $start = $node->getStartFilePos();
        foreach ($node->arms as $arm) {
            [$from, $to] = [$arm->getStartFilePos() - $start, $arm->getEndFilePos() + 1 - $start];
            $text = $this->text($node);
            $comma = strspn($text, " ,\n", $to);
            yield substr($text, 0, $from) . substr($text, $to + ($text[$to] === ',' ? $comma : 0));
            if (count($arm->conds ?? []) > 1) {
                foreach ($arm->conds as $index => $cond) {
                    $others = array_diff_key($arm->conds, [$index => $cond]);
                    $conds = implode(', ', array_map($this->text(...), $others)) . ' => ' . $this->text($arm->body);
                    yield substr($text, 0, $from) . $conds . substr($text, $to);
                }
            }
        }
    }

    private function ofCall(Expr\FuncCall $node): iterable
    {
        $name = $node->name instanceof Node\Name ? $node->name->toLowerString() : '';
        $arg = $node->args[self::UNWRAPPED[$name] ?? 99] ?? null;
        if ($arg instanceof Node\Arg && !$arg->unpack) {
            yield $this->text($arg->value);
        }
        if (isset(self::RENAMED[$name])) {
            yield self::RENAMED[$name] . substr($this->text($node), strlen($name));
        }
    }

    /**
     * @param array<Node|null> $parts
     */
    private function withoutOne(Node $node, array $parts): iterable
    {
        $parts = array_values(array_filter($parts));
        $text = $this->text($node);
        $start = $node->getStartFilePos();
        foreach ($parts as $index => $part) {
            $from = $part->getStartFilePos() - $start;
            $to = isset($parts[$index + 1])
                ? $parts[$index + 1]->getStartFilePos() - $start
                : $part->getEndFilePos() + 1 - $start;
            yield substr($text, 0, $from) . substr($text, $to);
        }
    }

    private function ofConstant(Expr\ConstFetch $node): iterable
    {
        $name = $node->name->toLowerString();
        return match ($name) {
            'true' => ['false'],
            'false' => ['true'],
            default => [],
        };
    }

    private function ofNumber(int|float $value): iterable
    {
        $texts = $value == 0 ? [1] : [$value + 1, $value - 1];
        foreach ($texts as $text) {
            yield is_int($value) ? (string) $text : sprintf('%.1F', $text);
        }
    }

    private function ofString(Scalar\String_ $node): iterable
    {
        if (preg_match('/^([\/#~])(\^?)(.*?)(\$?)\1(\w*)$/s', $node->value, $found) === 1 && strlen($found[3]) > 1) {
            yield from self::ofPattern($this->text($node), $found);
        }
        yield $node->value === '' ? "'mutated'" : "''";
    }

    /**
     * A regular expression without one of its ends, and without one of its modifiers.
     *
     * @param list<string> $found
     */
    private static function ofPattern(string $text, array $found): iterable
    {
        [, $limit, $start, , $end, $modifiers] = $found;
        $quote = $text[-1];
        if ($start !== '') {
            yield substr_replace($text, '', (int) strpos($text, "$limit^") + 1, 1);
        }
        if ($end !== '') {
            yield substr_replace($text, '', -strlen("\$$limit$modifiers$quote"), 1);
        }
        for ($index = 0; $index < strlen($modifiers); ++$index) {
            yield substr_replace($text, '', -strlen($modifiers) - 1 + $index, 1);
        }
    }

    private function ofArrow(Expr\ArrowFunction $node): iterable
    {
        foreach (self::othersOf($node->expr, $node->returnType) as $other) {
            $start = $node->getStartFilePos();
            yield substr($this->code, $start, $node->expr->getStartFilePos() - $start) . $other;
        }
    }

    /** What could be returned instead, by the type of a function. */
    private static function othersOf(Expr $expr, ?Node $type): iterable
    {
        if ($expr instanceof Expr\Throw_ || $expr instanceof Scalar || $expr instanceof Expr\ConstFetch) {
            return [];
        }
        if ($type instanceof Node\NullableType) {
            return ['null'];
        }
        return match ($type instanceof Node\Identifier ? $type->toLowerString() : '') {
            'array' => $expr instanceof Expr\Array_ && $expr->items === [] ? [] : ['[]'],
            'string' => ["''"],
            'int' => ['0'],
            'float' => ['0.0'],
            'bool' => ['true', 'false'],
            default => [],
        };
    }

    private function ofStatement(Stmt $node): iterable
    {
        return match (true) {
            $node instanceof Stmt\Expression => $this->ofExpression($node->expr),
            $node instanceof Stmt\Throw_, $node instanceof Stmt\Unset_ => [';'],
            $node instanceof Stmt\Return_ => $this->ofReturn($node),
            $node instanceof Stmt\Break_ => ['continue;'],
            $node instanceof Stmt\Continue_ => ['break;'],
            $node instanceof Stmt\If_, $node instanceof Stmt\ElseIf_, $node instanceof Stmt\While_ =>
                $this->ofCondition($node),
            $node instanceof Stmt\For_ => $node->cond === [] ? [] : $this->with($node, $node->cond[0], 'false'),
            $node instanceof Stmt\Foreach_ => $this->with($node, $node->expr, '[]'),
            $node instanceof Stmt\Catch_ => $this->ofCatch($node),
            default => [],
        };
    }

    /** Statements that do something; an assignment to a variable would only be missed. */
    private function ofExpression(Expr $expr): iterable
    {
        $isAssignment = $expr instanceof Expr\Assign || $expr instanceof Expr\AssignOp;
        $target = $isAssignment ? $expr->var : null;
        return $target instanceof Expr\Variable && $expr instanceof Expr\Assign ? [] : [';'];
    }

    private function ofReturn(Stmt\Return_ $node): iterable
    {
        if ($node->expr === null) {
            return [';'];
        }
        $function = $this->functions[array_key_last($this->functions)];
        $isGenerator = str_contains((string) json_encode($function->getReturnType()), 'Generator');
        $others = $isGenerator ? [] : self::othersOf($node->expr, $function->getReturnType());
        return array_map(static fn (string $other): string => "return $other;", [...$others]);
    }

    private function ofCondition(Stmt\If_|Stmt\ElseIf_|Stmt\While_ $node): iterable
    {
        if ($node->cond instanceof Expr\ConstFetch) {
            return;
        }
        foreach ($node instanceof Stmt\While_ ? ['false'] : ['true', 'false'] as $value) {
            yield from $this->with($node, $node->cond, $value);
        }
    }

    private function ofCatch(Stmt\Catch_ $node): iterable
    {
        foreach (count($node->types) > 1 ? $node->types : [] as $index => $type) {
            $others = array_map($this->text(...), array_diff_key($node->types, [$index => $type]));
            $last = $node->types[count($node->types) - 1];
            $this->add($node->types[0]->getStartFilePos(), $last->getEndFilePos() + 1, implode(' | ', $others));
        }
        return [];
    }

    /** A change of a part, so that what is shown is short. */
    private function with(Node $node, Node $part, string $text): array
    {
        $this->add($part->getStartFilePos(), $part->getEndFilePos() + 1, $text);
        return [];
    }
}
