<?php
/*
 * Prints what PHP makes of JSON values: cast to an integer, handed to a parameter declared `int`, as text, as a truth.
 * Run with PHP 8.2 after changing the list:
 *   php -n test/data/php-values.php > test/data/php-values.json
 * The output is committed, so the tests need no PHP. Integers are written as text, to keep all their digits.
 */
error_reporting(0);

$numbers = [
	'0', '-0', '13', '-13', '13.0', '13.9', '-13.9', '0.1', '1e3', '1E+3', '1.5e-7', '1e25', '-1e25', '1e30', '123456789012345678',
	'9007199254740991', '9007199254740993', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809',
	'18446744073709551616', '1e19', '0.00001', '0.0001', '123456.789', '0.1234567890123456',
	'1234567890123456.5', '999999999999999.5', '1e999', '-1e999', '-0.5', '1000000000000000', '-1000000000000000',
	'null', 'true', 'false', '[]', '{}', '[0]', '[[]]', '{"a":13}', '["x"]',
];
$texts = [
	'', ' ', '0', '00', '0.0', '-0', '13', ' 13', "\n13", "\t\r\v\f13", "\u{a0}13", '13 ', "13\t\n", '+13', '-13', '--13', '+-13', '+ 13', '013', '13abc', '13 abc', 'abc', 'abc13', '13.9', '13.9abc', '13.', '.5', '.', '-.5', '+.5',
	'1e3', '1E3', '1e', '1e+', '1e3x', '1.9e1z', '1e-3', '1e30', '-1e30', '1e400', '0x1A', '0b11', '0o17', '1_000', '1,5', '12 13', "13\0", 'true', 'null', '[]', 'INF', 'NAN', 'false', 'N',
	' 9223372036854775807', '9223372036854775807 ', "13\v", '.55', '.55e2', '12.5e3', '-.55x', '-0.9', '1e-400', '-1e400', '1.5e400', str_repeat('9', 400), '-' . str_repeat('9', 400), str_repeat('9', 400) . '.5',
	'9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809', '99999999999999999999', '9223372036854775807.5', '9e18', '9.3e18', '5.0', '5.5', '٣',
];

function argument(int $value): int
{
	return $value;
}

function answer(string $json): array
{
	$value = json_decode($json, true);
	try
	{
		$argument = (string)argument($value);
	}
	catch (TypeError $error)
	{
		$argument = null;
	}
	return ['json' => $json, 'int' => (string)(int)$value, 'argument' => $argument, 'text' => (string)$value, 'bool' => (bool)$value];
}

$cases = array_merge($numbers, array_map(fn ($text) => json_encode($text), $texts));
echo "[\n", implode(",\n", array_map(fn ($case) => json_encode(answer($case), JSON_UNESCAPED_SLASHES), $cases)), "\n]\n";
