<?php
/* Takes batch commands apart as the portal does: parse_url, then parse_str. See php-commands.ts. */
foreach (json_decode(stream_get_contents(STDIN), false) as $case) {
	$url = parse_url($case->command);
	parse_str($url['query'] ?? '', $case->read);
	$lines[] = json_encode($case, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
}
echo "[\n", implode(",\n", $lines), "\n]\n";
