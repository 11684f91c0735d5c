# Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.
"""Numbers that all clients share."""

PAGE_SIZE = 50
"""Rows of one page."""
BATCH_SIZE = 50
"""Commands of one batch request."""
MAX_COMMAND_VALUES = 1000
"""Values that a portal reads from one batch command (`max_input_vars` of PHP). It silently drops the others."""
MAX_ID = 2_147_483_647
"""The highest id that fits into a portal's tables."""
OPERATING_WINDOW = 600.0
"""The window over which a portal counts a method's operating time. An exhausted quota is reset within it. Seconds."""
OPERATING_RESET = 60.0
"""Wait for a reset that no response has announced. The portal's window moves on by the minute. Seconds."""
CLOUD_BURST = 50
"""Requests that a cloud portal accepts at once from one address."""
CLOUD_RATE = 2
"""Requests a second that a cloud portal accepts from one address."""
ENTERPRISE_BURST = 250
"""Requests that an Enterprise portal accepts at once."""
ENTERPRISE_RATE = 5
"""Requests a second that an Enterprise portal accepts."""
REQUEST_TIMEOUT = 60.0
"""Default time for one request and its response. Seconds."""
RETRY_ATTEMPTS = 5
"""Default number of attempts, the first one included."""
RETRY_DELAY = 1.0
"""Default pause before the first retry. It doubles with each retry. Seconds."""
RETRY_MAX_DELAY = 30.0
"""Default longest pause, unless `Retry-After` asks for more. Seconds."""
RETRY_WINDOW = 600.0
"""Time after the first attempt in which retries start. Seconds."""
RETRY_AFTER_MAX = 86_400.0
"""The longest pause that `Retry-After` can ask for. Seconds."""
POLL_INTERVAL = 30.0
"""Default time between two looks at a list that is waited for. Seconds."""
MAX_EMPTY_PAGES = 10
"""Default number of empty pages in a row that end a list. A list made in the portal itself has no more pages."""
MAX_EMPTY_PAGES_BEFORE_UPDATE = 100
"""Empty pages in a row that end a list before an update of its participants. It removes whoever was not read."""
PAGE_OVERLAP = 1
"""Rows that a page shares with the one before it, in the first pass."""
PAGE_OVERLAP_MOVING = 5
"""Rows that a page shares with the one before it, in later passes: the list is moving."""
REQUEST_OVERLAP_MOVING = 25
"""Rows that a request shares with the one before it, in later passes."""
MIN_CHECK_PAGES = 25
"""Pages of a long list that make a second look at them worthwhile."""
MAX_PASSES = 10
"""Passes over a list that never comes to rest, before reading it fails."""
MAX_STALE_PAGES = 10
"""Pages in a row without a new row before reading fails. Only a server that ignores `start` sends more."""
MAX_CHANGE_READINGS = 5
"""Readings that do not agree, before a change of participants fails."""
MAX_BODY = 67_108_864
"""The largest body, after it is decompressed."""
MAX_ROWS = 500_000
"""The most rows of one response. A list with `start` -1 comes in one."""
MAX_ENCODINGS = 3
"""The most content encodings of one response. Each one lets a few bytes grow a thousandfold."""
MAX_DESCRIPTION = 1000
"""The longest description in an error."""
MAX_WORD = 200
"""The longest code, argument, content type or host in an error."""
MAX_EXCERPT = 200
"""The longest excerpt of a body in an error."""
MIN_SECRET = 6
"""The shortest text that is masked as a secret. Shorter ones, of tests, are in every other word."""
