"""Texts from outside: what they say can be printed, logged and put on one line, whoever wrote them."""

import io
import logging
import re
import traceback
from typing import Any

import pytest
from support import CODE, TOKEN, Both, Portal, Reply, json_reply, page, raised, refusal, result

from b24_calllist import (
    CallListError,
    Failure,
    OAuth,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    PortalMovedError,
    Response,
    Retry,
    UnexpectedResponseError,
    commands,
)

ONCE = Retry(attempts=1)
BREAKS = "\t\n\x0b\x0c\r\x85\u2028\u2029"
CONTROLS = "\x00\x07\x08\x1b\x1f\x7f\x80\x9b\x9f"
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202e\u2066\u2069"
HALVES = "\udfff\ud800"
HOSTILE = f"a{BREAKS}b{CONTROLS}c{DIRECTIONS}d{HALVES}e"
CLEAN = "a" + " " * 8 + "b" + "\ufffd" * 9 + "c" + "\ufffd" * 7 + "d" + "\ufffd" * 2 + "e"
UNPRINTABLE = re.compile(f"[{BREAKS}{CONTROLS}{DIRECTIONS}{HALVES}]")

REPLIES: dict[str, Reply] = {
    "code": refusal(400, HOSTILE),
    "description": refusal(400, "X", HOSTILE),
    "argument": json_reply({"error": "X", "argument": HOSTILE}, 400),
    "page": Response(502, {"content-type": HOSTILE}, HOSTILE.encode("utf-8", "surrogatepass")),
    "result": result({"ID": HOSTILE}),
    "redirect": json_reply({}, 302, location=f"https://{HOSTILE}.example/"),
    "reason": Failure("broken", HOSTILE),
    "batch": result({"result": [], "result_error": {"c0": {"error": HOSTILE, "error_description": HOSTILE}}}),
}


def texts_of(error: BaseException | None) -> list[str]:
    """All that people may see of an error and its causes."""
    if error is None:
        return []
    attributes = [value for value in vars(error).values() if isinstance(value, str)]
    return [str(error), repr(error), *attributes, *texts_of(error.__cause__), *texts_of(error.__context__)]


class Strict(logging.StreamHandler[io.TextIOWrapper]):
    """Does not swallow that an error cannot be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own
        raise AssertionError(f"{record.name}: the error cannot be logged")


def logged(error: BaseException) -> str:
    """What a log file has of an error; one in UTF-8, as most are."""
    file = io.BytesIO()
    handler = Strict(io.TextIOWrapper(file, "utf-8", write_through=True))
    record = logging.LogRecord("app", logging.ERROR, "", 0, "%s", (error,), (type(error), error, error.__traceback__))
    handler.emit(record)
    return file.getvalue().decode()


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES.keys())
def test_no_text_from_outside_controls_a_terminal_or_forges_a_line(both: Both, reply: Reply) -> None:
    client = both.client(Portal([reply]), retry=ONCE)
    errors: list[BaseException] = []
    if reply is REPLIES["batch"]:
        errors += [entry.error for entry in client.batch([commands.get(13)]) if entry.error]
    else:
        with pytest.raises(CallListError) as caught:
            client.add("CONTACT", [9])
        errors.append(caught.value)
    assert errors
    for error in errors:
        assert [text for text in texts_of(error) if UNPRINTABLE.search(text)] == []
        printed = "".join(traceback.format_exception(error)) + logged(error)
        printed.encode()
        assert UNPRINTABLE.sub("", printed) == printed.replace("\n", "")


def error_of(reply: Reply, both: Both, auth: Any = None) -> CallListError:
    client = both.client(Portal([reply]), **({"auth": auth} if auth else {}), retry=ONCE)
    with pytest.raises(CallListError) as caught:
        client.get(13)
    return caught.value


def test_line_breaks_become_spaces_and_other_controls_a_sign_each(both: Both) -> None:
    error = error_of(json_reply({"error": HOSTILE, "error_description": HOSTILE, "argument": HOSTILE}, 400), both)
    assert isinstance(error, PortalError)
    assert (error.code, error.description, error.argument) == (CLEAN, CLEAN, CLEAN)
    assert str(error) == f"crm.calllist.get: {CLEAN}: {CLEAN} (HTTP 400)"


def test_a_page_is_printable(both: Both) -> None:
    error = error_of(Response(404, {"content-type": HOSTILE}, HOSTILE.encode("utf-8", "replace")), both)
    assert isinstance(error, UnexpectedResponseError)
    assert (error.content_type, error.excerpt[:30]) == (CLEAN, CLEAN.replace("\ufffd" * 2 + "e", "??e")[:30])


def test_a_result_that_is_shown_is_printable(both: Both) -> None:
    error = error_of(result("\u202e\x9b\u2028\ud800"), both)
    assert isinstance(error, UnexpectedResponseError)
    assert error.problem == 'result: "\ufffd\ufffd \ufffd"'


def test_a_host_and_a_reason_are_printable(both: Both) -> None:
    moved = error_of(json_reply({}, 302, location="https://new\u202e\x1b.example/x"), both)
    assert isinstance(moved, PortalMovedError)
    assert moved.host == "new\ufffd\ufffd.example"
    broken = error_of(Failure("broken", HOSTILE), both)
    assert isinstance(broken, PortalConnectionError)
    assert broken.reason == CLEAN


def test_letters_of_all_languages_stay(both: Both) -> None:
    text = "Список №13 — 列表 👩\u200d💻 café\u00a0é"
    error = error_of(refusal(400, "X", text), both)
    assert isinstance(error, PortalError)
    assert error.description == text


@pytest.mark.parametrize("letter", ["x", "ж", "👍"])
def test_long_texts_are_cut(both: Both, letter: str) -> None:
    long = letter * 1001
    error = error_of(json_reply({"error": long, "error_description": long, "argument": long}, 400), both)
    assert isinstance(error, PortalError)
    assert error.description == letter * 1000 + "…"
    assert error.code == error.argument == letter * 200 + "…"
    whole = error_of(json_reply({"error": letter * 200, "error_description": letter * 1000}, 400), both)
    assert isinstance(whole, PortalError)
    assert (whole.code, whole.description) == (letter * 200, letter * 1000)


def test_a_long_content_type_host_and_reason_are_cut(both: Both) -> None:
    page_ = error_of(page(404, "x", "t" * 201), both)
    assert isinstance(page_, UnexpectedResponseError)
    assert page_.content_type == "t" * 200 + "…"
    moved = error_of(json_reply({}, 302, location=f"https://{'h' * 201}/"), both)
    assert isinstance(moved, PortalMovedError)
    assert moved.host == "h" * 200 + "…"
    broken = error_of(Failure("broken", "r" * 1001), both)
    assert isinstance(broken, PortalConnectionError)
    assert broken.reason == "r" * 1000 + "…"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\u202e"])
def test_what_is_replaced_does_not_join_the_halves_of_a_secret(both: Both, sign: str) -> None:
    error = error_of(refusal(400, "X", f"{CODE[:8]}{sign}{CODE[8:]}"), both)
    assert CODE not in str(error)


TOKENS = ["t0ken-s3cret-1", "long-" * 400 + "t0ken", "a+b/c=d e"]


@pytest.mark.parametrize("token", TOKENS, ids=len)
@pytest.mark.parametrize("before", range(0, 15, 7))
def test_a_page_full_of_a_secret_shows_no_part_of_it(both: Both, token: str, before: int) -> None:
    text = "<" * before + token * (40_000 // len(token))
    error = error_of(page(404, text), both, OAuth("example.bitrix24.com", token))
    assert isinstance(error, UnexpectedResponseError)
    assert set(error.excerpt) <= {"<", "*"}


def test_a_secret_at_the_end_of_what_is_searched_shows_no_half(both: Both) -> None:
    token = "t0ken-s3" * 2000
    error = error_of(page(404, token * 70), both, OAuth("example.bitrix24.com", token))
    assert isinstance(error, UnexpectedResponseError)
    assert set(error.excerpt) <= {"*"}


def test_codes_of_six_signs_are_masked_and_shorter_ones_garble_no_text(both: Both) -> None:
    for code, shown in (("abcdef", "no *** in it"), ("abcde", "no abcde in it")):
        error = error_of(refusal(400, "X", f"no {code} in it"), both, f"https://example.bitrix24.com/rest/1/{code}/")
        assert isinstance(error, PortalError)
        assert error.description == shown


@pytest.mark.parametrize("shift", range(-3, 4))
def test_a_secret_at_the_end_of_what_is_shown_is_masked_before_it_is_cut(both: Both, shift: int) -> None:
    start = "d" * (1000 - len(CODE) // 2 + shift)
    error = error_of(refusal(400, start[:192], start + CODE + " end"), both)
    assert isinstance(error, PortalError)
    assert CODE[:4] not in str(error)
    excerpt = error_of(page(404, "d" * (190 + shift) + CODE), both)
    assert isinstance(excerpt, UnexpectedResponseError)
    assert CODE[:4] not in excerpt.excerpt


def test_every_occurrence_of_a_secret_is_masked(both: Both) -> None:
    error = error_of(refusal(400, f"{CODE}{CODE}", f"{CODE} and {CODE}, {CODE}"), both)
    assert isinstance(error, PortalError)
    assert (error.code, error.description) == ("******", "*** and ***, ***")


FORMS = [
    'a+b/c&"éZ-9',
    'A+B/C&"Éz-9',
    "a%2Bb%2Fc%26%22%C3%A9Z-9",
    "a%2bb%2fc%26%22%c3%a9Z%2d9",
    'a+b\\/c&\\"\\u00e9Z-9',
    'a+b\\\\\\/c&\\\\\\"\\\\u00E9Z-9',
    "a+b/c&amp;&quot;éZ-9",
    "a\\u002bb\\u002Fc\\u0026\\u0022éZ-9",
]


@pytest.mark.parametrize("shown", FORMS)
def test_a_token_is_masked_in_the_forms_that_addresses_json_and_html_give_it(both: Both, shown: str) -> None:
    error = error_of(refusal(400, "X", f"no {shown}."), both, OAuth("example.bitrix24.com", FORMS[0]))
    assert str(error) == "crm.calllist.get: X: no ***. (HTTP 400)"


def test_of_two_secrets_the_longer_one_is_masked_first(both: Both) -> None:
    auth = OAuth("example.bitrix24.com", "t0ken-s3cret", renew=lambda: "t0ken-s3cret-2")
    replies = [refusal(401, "expired_token"), refusal(400, "X", "t0ken-s3cret-2 t0ken-s3cret")]
    error = raised(PortalError, lambda: both.client(Portal(replies), auth).get(13))
    assert error.description == "*** ***"


OTHER = "an0thers3cret"


@pytest.mark.parametrize(
    "shown",
    [
        f"https://other.example/rest/7/{OTHER}/x and /rest/8/{OTHER}",
        f"https:\\/\\/other.example\\/rest\\/7\\/{OTHER}\\/x",
        f"https%3A%2F%2Fother.example%2Frest%2F7%2F{OTHER}%2Fx",
        f"https%3a%2f%2fother.example%2frest%2f7%2f{OTHER}",
        f"/REST/7/{OTHER}",
        f"/rest/api/7/{OTHER}/crm.calllist.get",
        f"\\\\/rest\\\\/7\\\\/{OTHER}",
        f"%252Frest%252F7%252F{OTHER}",
    ],
)
def test_somebody_elses_webhook_is_masked_in_all_texts(both: Both, shown: str) -> None:
    for reply in (
        refusal(400, shown, shown),
        json_reply({"error": "X", "argument": shown}, 400),
        page(404, shown, shown),
        Failure("broken", shown),
    ):
        error = error_of(reply, both)
        assert [text for text in texts_of(error) if OTHER in text] == []
        assert "***" in "".join(texts_of(error))


def test_rows_are_data_and_stay_as_they_came(both: Both) -> None:
    client = both.client(Portal([result([{"ID": 1, "NAME": HOSTILE, "SORT": 1, "STATUS_ID": "x" * 2000}])]))
    assert [(row.name, row.status_id) for row in client.statuses()] == [(HOSTILE, "x" * 2000)]


def test_a_type_of_list_is_printable_where_an_error_names_it(both: Both) -> None:
    client = both.client(Portal([result({"ID": 13, "ENTITY_TYPE": f"LEAD{HOSTILE}{CODE}{'x' * 300}"})]))
    error = raised(PortalError, lambda: client.change_participants(13, add=[9]))
    assert f"one of LEAD{CLEAN}***" in error.description
    assert "x" * 300 not in error.description
    str(error).encode()


def test_the_cause_of_an_open_outcome_is_printable(both: Both) -> None:
    client = both.client(Portal([refusal(500, "INTERNAL_SERVER_ERROR", f"{HOSTILE}{TOKEN}")]))
    error = raised(OutcomeUnknownError, lambda: client.add("CONTACT", [9]))
    assert [text for text in texts_of(error) if UNPRINTABLE.search(text)] == []
