<?php
/*
 * Prints what PHP itself makes of awkward query strings. Run with PHP 8.2 after changing the list:
 *   php -n test/data/php-query.php > test/data/php-query.json
 * The output is committed, so the tests need no PHP.
 */
error_reporting(0);

$many = fn(int $count, callable $part): string => implode('&', array_map($part, range(1, $count)));
$deep = fn(int $levels): string => 'a' . str_repeat('[b]', $levels) . '=1';
$deepList = fn(int $levels): string => 'a' . str_repeat('[]', $levels) . '=1';

$queries = [
	// pairs
	'', 'a', 'a=', 'a=1', '=1', '=', '==', '&', '&&a=1&&', 'a&b', 'a=1&b=2', 'a==1', 'a=b=c', 'a=1;b=2', 'a=1&amp;b=2',
	'?a=1', 'a=1#b', '&=&a=1', 'a=1&=2',
	// repeats
	'a=1&a=2', 'a=1&a[]=2', 'a[]=1&a=2', 'a[]=1&a=2&a[]=3', 'a[b]=1&a=2', 'a=1&a[b]=2', 'a[b]=1&a[b]=2', 'a[b]=1&a[b][c]=2',
	'a[b][c]=1&a[b]=2', 'a&a[]', 'ID=1&id=2',
	// lists and maps
	'a[]=1', 'a[]', 'a[]=', 'a[]=1&a[]=2', 'a[]=1&a[b]=2&a[]=3', 'a[b]=1&a[]=2', 'a[][]=1&a[][]=2', 'a[][x]=1&a[][y]=2',
	'a[b]=1', 'a[b][c]=1', 'a[b][c][]=1', 'a[b][]=1&a[b][]=2', 'a[0][ID]=1&a[1][ID]=2',
	// numeric keys
	'a[0]=x', 'a[0]=x&a[1]=y', 'a[1]=x&a[0]=y', 'a[1]=x', 'a[1]=x&a[]=y', 'a[5]=x&a[]=y', 'a[0]=x&a[0]=y', 'a[00]=x', 'a[01]=x&a[]=y',
	'a[-1]=x', 'a[-5]=x&a[]=y', 'a[-0]=x', 'a[+1]=x', 'a[%2B1]=x&a[]=y', 'a[1.0]=x&a[]=y', 'a[1e3]=x&a[]=y', 'a[0x1]=x', 'a[ 1]=x&a[]=y',
	'a[1 ]=x&a[]=y', 'a[2147483647]=x&a[]=y', 'a[2147483648]=x&a[]=y', 'a[9007199254740993]=x&a[]=y',
	'a[9223372036854775806]=x&a[]=y&a[]=z', 'a[9223372036854775807]=x&a[]=y', 'a[9223372036854775807]=x&a[][b]=y',
	'a[9223372036854775808]=x&a[]=y', 'a[99999999999999999999]=x&a[]=y', 'a[-9223372036854775808]=x&a[]=y', '0=x', '0=x&1=y', '1=x&0=y',
	'a[5]=x&a[3]=y&a[]=z', 'a[-3]=x&a[]=y&a[]=z', 'a[9223372036854775807]=x&a[b]=y', 'a[9223372036854775807]=x&a[0][b]=y',
	'a[-9223372036854775809]=x&a[]=y', '10=x&9=y', 'a[10]=x&a[9]=y', 'a[b1]=x&a[a1]=y', 'a[1b]=x&a[0]=y',
	'-1=x', '01=x', '1.5=x', '0[]=x', 'b=1&0=2',
	// brackets that are not quite an index
	'a[', 'a[=1', 'a]=1', 'a[b=1', 'a]b=1', 'a[[b]]=1', 'a[[b]=1', 'a[[]=1', 'a[[]]=1', 'a[]]=1', 'a[]b=1', 'a[0]x=1', 'a[b]c=1',
	'a[b]c[d]=1', 'a[b][=1', 'a[b][c=1', 'a[b][c[d]=1', 'a[b][c[d=1', 'a[b]]=1', 'a[][=1', 'a[][b=1', 'a[][b', '[a]=1', '[]=1', '[=1', ']=1',
	'[a=1', '[[a]]=1', 'a[b.c]=1', 'a[b c]=1', 'a[b.c=1', 'a[b c=1', 'a.b[c.d=1', 'a[b[c=1', 'a[b[c]=1', 'a[b[c][d]=1', 'a b[c=1', 'a[b].c=1',
	'a[.]=1', 'a[ ]=1', 'a[ ]=1&a[ ]=2', 'a[  ]=1', 'a[%09]=1', 'a[%0A]=1', 'a[%0B]=1', 'a[%A0]=1', 'a[ b]=1', 'a[ =1', 'a[b]=1=2',
	'a[b=c]=1', 'a[%5D]=1', 'a[%5B]=1', 'a%5Bb%5D=1', 'a%5B%5D=1&a%5B%5D=2', 'a%5Bb=1', 'a[b%5D=1', 'a%5B0]=1', 'a%255Bb%255D=1',
	// dots and spaces in names
	'a.b=1', 'a b=1', 'a+b=1', 'a%20b=1', ' a=1', '  a=1', '+a=1', '%20a=1', 'a =1', 'a+=1', '.a=1', '..=1', '.=1', ' =1', '+=1', '%09a=1',
	'a.b.c[d]=1', 'a.b=1&a_b=2', ' [a]=1', '.[a]=1', 'ID = 13', "a\tb=1", 'a-b=1', 'a$b=1', '$result[a]=1',
	// encodings
	'a=1+2', 'a=1%2B2', 'a=1%202', 'a=%31%33', '%49%44=13', 'a=%', 'a=%2', 'a=%zz', 'a=%%41', 'a=%u0041', 'a=100%', '%=1', 'a%=1', 'a%3D1', 'a=%26b%3D2',
	'a=%e2%82%ac', 'a=%E2%82%AC', 'a=€', 'имя=значение', '%D0%B8=%D0%BC', 'a[имя]=1', 'a=😀', '%F0%9F%98%80=1', 'a=%FF', '%FF=1', 'a[%FF]=1',
	'a=x%80y', 'a=%C3%28', 'a=%EF%BB%BF1', "a=1\n", "a=1\r\n&b=2", 'a=%0D%0A', 'a=%EF%BF%BD', 'a=%25%32%36',
	// NUL
	'a%00b=1', 'a=1%002', '%00=1', '%00a=1', 'a[%00]=1', 'a[b%00c]=1', 'a[b]%00[c]=1', "a=1\0&b=2", "a\0b=1", "\0a=1",
	// names that JavaScript objects treat specially
	'__proto__=1', '__proto__[x]=1', '__proto__[]=1', 'a[__proto__]=1', 'a[__proto__][x]=1', 'constructor=1', 'constructor[prototype][x]=1',
	'a[constructor]=1', 'toString=1', 'hasOwnProperty=1', 'a[hasOwnProperty]=1', 'a[length]=5', 'a[0]=x&a[length]=5', 'this=1', 'GLOBALS=1',
	'_GET[a]=1',
	// what call lists send
	'FILTER[>ID]=30', 'FILTER[>=ID]=30', 'FILTER[%3EID]=30', 'FILTER[%3E%3DID]=30', 'FILTER%5B%3E%3DID%5D=30', 'FILTER[=ID]=13', 'FILTER%5B=ID%5D=13',
	'FILTER[!ID]=13', 'FILTER[@ID][]=13&FILTER[@ID][]=20', 'FILTER[%40ID][0]=13', 'FILTER[<=DATE_CREATE]=2025-11-20T12:00:00+02:00',
	'FILTER[LOGIC]=OR&FILTER[0][ID]=13&FILTER[1][ID]=20', 'SELECT[]=ID&SELECT[]=GRID_ID', 'SELECT[0]=ID&SELECT[1]=GRID_ID', 'SELECT[X]=ID', 'ORDER=ID',
	'ORDER[ID]=DESC', 'ENTITIES=1', 'ENTITIES[]=1&ENTITIES[]=2', 'ENTITIES[0]=2&ENTITIES[0]=3', 'ENTITIES=[1,2]', 'ID=$result[a][ID]',
	'cmd[a]=crm.calllist.get%3FID%3D13&cmd[b]=crm.calllist.get%3FID%3D%24result%5Ba%5D%5BID%5D', 'cmd[1]=x&cmd[0]=y', 'halt=0&cmd[]=x',
	'cmd[b]=crm.calllist.list%3FSELECT%5B%5D%3DID%26FILTER%255B%253DID%255D%3D13',
	'cmd[b]=crm.calllist.list%3FSELECT%5B%5D%3DID%26FILTER%5B%3DID%5D%3D13', 'cmd[my key]=x', 'cmd[my.key]=x', 'start=-1', 'start[]=1',
	// limits: 64 levels, 1000 variables
	$deep(63), $deep(64), $deep(65), 'a=0&' . $deep(65), 'b=0&' . $deep(65) . '&c=2', 'a[x]=0&' . $deep(65), $deepList(64), $deepList(65),
	'a' . str_repeat('[b]', 64) . '[=1', 'a' . str_repeat('[b]', 64) . 'x=1',
	$many(1000, fn($n) => "a=$n"), $many(1001, fn($n) => "a=$n"), $many(500, fn($n) => "&a=$n&") . '&b=1', $many(1001, fn($n) => '=') . '&a=1',
];

$answers = [];
foreach ($queries as $query) {
	parse_str($query, $params);
	// The outermost PHP array is always shown as an object, also when it is empty or a list.
	$answers[] = ['query' => $query, 'params' => (object) $params];
}
$flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE;
$lines = array_map(fn(array $answer): string => json_encode($answer, $flags), $answers);
echo "[\n", implode(",\n", $lines), "\n]\n";
