<?php
/*
 * Prints how PHP itself takes batch commands apart: parse_url, then parse_str on the query. Run with PHP 8.2 after
 * changing the list:
 *   php -n test/data/php-batch-command.php > test/data/php-batch-command.json
 * The output is committed, so the tests need no PHP.
 */
error_reporting(0);

$commands = [
	// method?query
	'crm.calllist.get', 'crm.calllist.get?', 'crm.calllist.get?ID=13', 'crm.calllist.get?ID=13&ID=20', 'crm.calllist.get?id=13', 'Batch?cmd[a]=crm.calllist.get%3FID%3D13',
	'crm.calllist.get.json?ID=13', 'crm.calllist.get/?ID=13', 'crm.calllist.get/', 'crm.calllist.get/x?ID=13', 'crm.calllist.get??ID=13', 'crm.calllist.get?ID=13?x=1',
	'crm.calllist.get?&ID=13', 'crm.calllist.get&ID=13', 'crm.calllist.get?ID', 'crm.calllist.get?=13', 'crm.calllist.get?ID = 13', ' crm.calllist.get?ID=13',
	'crm.calllist.get ?ID=13', 'crm.calllist.get?ID=13 ', 'crm.calllist.get?0', 'crm%2Ecalllist.get?ID=13', 'crm+calllist?ID=13', 'имя?имя=значение', 'crm.calllist.get?ID=😀',
	// nothing that names a method
	'', ' ', '?', '?ID=13', '#', '#x', '/', '//', '///', '////', '/?ID=13', '/crm.calllist.get?ID=13', '//crm.calllist.get?ID=13', '///crm.calllist.get?ID=13',
	'/rest/crm.calllist.get', '//host/crm.calllist.get?ID=13', '//host', '//host:80/x', '//host:99999/x', '//:80', '/:80', '/a:80', '/a:b',
	'https://portal.example/rest/1/code/crm.calllist.get?ID=13', 'https://portal.example', 'https://portal.example?ID=13', 'https://', 'https:///x', 'https:/x', 'https:',
	'mailto:a@b', '\\crm.calllist.get', './crm.calllist.get', '../crm.calllist.get',
	// colons
	':', '::', ':?', ':80', ':80/', ':80?x', ':123456', '://', ':crm.calllist.get?ID=13', 'crm.calllist.get:', 'crm.calllist.get:?ID=13', 'crm.calllist.get:80', 'crm.calllist.get:80/',
	'crm.calllist.get:80/x?ID=13', 'crm.calllist.get:80?ID=13', 'crm.calllist.get:12345', 'crm.calllist.get:99999', 'crm.calllist.get:123456', 'crm.calllist.get:x?ID=13',
	'crm.calllist.get:/x?ID=13', 'crm.calllist.get://x?ID=13', 'crm_calllist:80', 'crm_calllist:80/x', 'crm_calllist:80?ID=13', 'crm_calllist:x?ID=13', 'crm_calllist:', 'crm_calllist:/',
	'crm_calllist://x', 'x:crm.calllist.get?ID=13', 'x:y:crm.calllist.get?ID=13', 'a:b:80', 'user:pass@host', 'user:pass@host/x', 'crm.calllist.get?ID=13:', 'crm.calllist.get?ID=:80',
	'crm.calllist.get?ID=1:80/', 'crm.calllist.get?URL=http://portal.example:80/x', 'crm.calllist.list?FILTER[%3EDATE_CREATE]=2025-11-20T12:00:00', 'crm.calllist.get?a:b=1', 'crm.calllist.get#a:80',
	// fragments
	'crm.calllist.get#x', 'crm.calllist.get#x?ID=13', 'crm.calllist.get?ID=13#x', 'crm.calllist.get?ID=13#&LIST_ID=20', 'crm.calllist.get?NAME=a%23b', 'crm.calllist.get?a#b#c', '#crm.calllist.get?ID=13',
	// encodings: once in the query, not at all in the name
	'crm.calllist.get?ID=%31%33', 'crm.calllist.get?%49%44=13', 'crm.calllist.get?ID=%2531', 'crm.calllist.get?NAME=a+b', 'crm.calllist.get?NAME=a%2Bb', 'crm.calllist.get?NAME=a%26b%3Dc',
	'crm.calllist.get?NAME=100%', 'crm.calllist.get?NAME=%zz', 'crm.calllist.get%3FID=13',
	// control characters
	"crm.calllist.get\n?ID=13", "crm.calllist.get?NAME=a\nb", "crm.calllist.get?NAME=a\tb\x7f", "crm.calllist.get\0?ID=13", "crm.calllist.get?NAME=a\0b&ID=13", "crm.calllist.get?NAME=%00%0A",
	"\ncrm.calllist.get?ID=13", "crm.calllist.get?a\rb=1", "crm.calllist.get?NAME=a\u{85}b", "crm:\n80",
	// filters and references
	'crm.calllist.list?SELECT[]=ID&FILTER[ID]=13', 'crm.calllist.list?SELECT[]=ID&FILTER[>ID]=30', 'crm.calllist.list?FILTER[>=ID]=30', 'crm.calllist.list?FILTER[%3E%3DID]=30',
	'crm.calllist.list?SELECT[]=ID&FILTER[!ID]=13', 'crm.calllist.list?FILTER[%40ID][0]=13&FILTER[%40ID][1]=20', 'crm.calllist.list?SELECT[X]=ID', 'crm.calllist.list?FILTER[LOGIC]=OR&FILTER[0][ID]=13&FILTER[1][ID]=20',
	'crm.calllist.items.get?LIST_ID=20&filter%5BSTATUS%5D=SUCCESS', 'crm.calllist.items.get?LIST_ID=$result[new]', 'crm.calllist.items.get?LIST_ID=$result[l][0][ID]', 'crm.calllist.get?ID=%20$result[a][ID]',
	'crm.calllist.get?ID=$result[a][ID]%20$result[a][ID]', 'crm.calllist.get?ID=$result.a.ID', 'crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=1&ENTITIES[]=2', 'crm.calllist.add?ENTITIES[0]=2&ENTITIES[0]=3',
	'crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=', 'crm.calllist.get?__proto__[x]=1', '__proto__?ID=13',
];

$answers = [];
foreach ($commands as $command) {
	$url = parse_url($command);
	parse_str($url['query'] ?? '', $params);
	// `path` is null where parse_url finds none, or fails. The outermost array of parameters is always shown as an object.
	$answers[] = ['command' => $command, 'path' => $url['path'] ?? null, 'params' => (object) $params];
}
$flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE;
$lines = array_map(fn(array $answer): string => json_encode($answer, $flags), $answers);
echo "[\n", implode(",\n", $lines), "\n]\n";
