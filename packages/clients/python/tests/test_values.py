"""What a body may hold: values without measure cost a bounded time and memory, and hide no error."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from support import MIB, ONCE, Both, Portal, bounded_memory, raised, result

from b24_calllist import CallListError, Response, UnexpectedResponseError


def reading(body: bytes, status: int = 200) -> Callable[[], object]:
    portal = Portal([Response(status, {"content-type": "application/json"}, body)])
    return lambda: Both(None).client(portal, retry=ONCE).get(13)


@pytest.mark.slow
@pytest.mark.parametrize("ends", [("[", "]"), ('{"a":', "}")], ids=["arrays", "objects"])
@pytest.mark.parametrize("key", ["result", "error", "other"])
def test_json_may_be_nested_as_deep_as_it_likes(ends: tuple[str, str], key: str) -> None:
    for depth in [1, *range(200, 1000, 50), 100_000]:
        body = f'{{"{key}":{ends[0] * depth}1{ends[1] * depth}}}'
        raised(UnexpectedResponseError, reading(body.encode()))


def rows_of(count: int) -> Callable[[], object]:
    body = '{"result":[{"ID":"1"}' + ',{"ID":"1"}' * (count - 1) + "]}"
    portal = Portal([Response(200, {}, body.encode())])
    return lambda: Both(None).client(portal, retry=ONCE).list(start=-1)


@pytest.mark.slow
def test_a_page_has_500_000_rows_at_most() -> None:
    rows: Any = rows_of(500_000)()
    assert len(rows) == 500_000
    raised(UnexpectedResponseError, rows_of(500_001))


@pytest.mark.slow
@pytest.mark.parametrize("value", ["{}", "[]", "1", '{"a":1}'])
def test_a_body_of_very_many_small_values_is_not_read(value: str) -> None:
    with bounded_memory():
        error = raised(UnexpectedResponseError, reading(f'{{"result":[{f"{value}," * 5_000_001}1]}}'.encode()))
    assert "too many values" in str(error)


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("number", ["1" * 5000, "-" + "1" * 5000, "NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("key", ["result", "error", "time"])
def test_what_is_no_number_of_json_is_no_response(status: int, number: str, key: str) -> None:
    body = json.dumps({"result": {"ID": 13}, key: 0}).replace(": 0", f": {number}")
    raised(UnexpectedResponseError, reading(body.encode(), status))


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e308", "1" * 4000])
def test_numbers_beyond_measure_in_what_is_told_of_time_do_not_matter(number: str) -> None:
    text = f'{{"result": [], "time": {{"finish": {number}, "operating_reset_at": {number}}}}}'
    for body in (text, text.replace("finish", "start"), text.replace("operating_reset_at", "start")):
        portal = Portal([Response(200, {}, body.encode()), result([])])
        client = Both(None).client(portal)
        assert client.statuses() == client.statuses() == []


@pytest.mark.slow
def test_an_error_is_not_hidden_by_its_own_text_where_that_is_64_mib() -> None:
    text = io.StringIO()
    text.write('{"error": "X", "error_description": "')
    text.write("/rest/1/abcdef " * (4 * MIB))
    text.write('"}')
    body = text.getvalue().encode()
    with bounded_memory(), pytest.raises(CallListError, match=r"X: /rest/1/\*\*\* "):
        reading(body, 400)()
