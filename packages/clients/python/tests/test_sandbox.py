"""The life of a call list, on a portal in memory."""

import pytest
from servers import Sandbox

from b24_calllist import Client, ErrorCode, OutcomeUnknownError, PortalError, Retry, StatusCode, commands


def test_the_life_of_a_call_list(portal: Sandbox) -> None:
    with Client(portal.url) as client:
        list_id = client.add("CONTACT", [9, 17, 19], webform_id=5)
        assert client.get(list_id).webform_id == 5
        assert [row.status for row in client.items(list_id)] == [StatusCode.IN_WORK] * 3

        portal.control("PUT", f"lists/{list_id}/participants/17", {"STATUS": "SUCCESS"})
        assert [row.id for row in client.iter_items(list_id, status=StatusCode.SUCCESS)] == [17]

        assert client.update(list_id, "CONTACT", [17, 21], webform_id=None)
        assert client.get(list_id).webform_id is None
        assert {row.id for row in client.iter_items(list_id)} == {17, 21}
        assert "UC_A1B2C3" in [status.status_id for status in client.statuses()]
        assert list_id in [row.id for row in client.iter_lists(filter={">=ID": 14})]


def test_a_list_of_three_pages_is_read_whole(portal: Sandbox) -> None:
    with Client(portal.url) as client:
        everybody = [row.id for row in client.iter_items(30)]
        assert len(everybody) == len(set(everybody)) == 130
        assert [row.id for row in client.iter_items(30, gap=0)] == everybody


def test_a_user_who_reads_half_of_them_gets_these(portal: Sandbox) -> None:
    with Client(portal.webhook(7)) as client:
        assert {row.id % 2 for row in client.iter_items(30)} == {0}
    with Client(portal.webhook(9)) as client:
        assert list(client.iter_items(30)) == []


def test_an_add_that_is_not_answered_makes_one_list(portal: Sandbox) -> None:
    before = len(portal.lists())
    portal.control("POST", "faults", {"fault": "reset-after", "method": "crm.calllist.add"})
    with Client(portal.url, retry=Retry(delay=0)) as client, pytest.raises(OutcomeUnknownError):
        client.add("CONTACT", [9])
    assert len(portal.lists()) == before + 1


def test_an_add_that_was_refused_for_too_many_requests_makes_one_list(portal: Sandbox) -> None:
    before = len(portal.lists())
    portal.control("POST", "faults", {"fault": "rate-limit", "times": 3})
    with Client(portal.url, retry=Retry(delay=0)) as client:
        client.add("CONTACT", [9])
    assert len(portal.lists()) == before + 1


def test_a_batch(portal: Sandbox) -> None:
    with Client(portal.url) as client:
        found = client.batch(
            {
                "statuses": commands.statuses(),
                "missing": commands.get(99),
                "rows": commands.list(filter={">=ID": 20, "@ENTITY_TYPE_ID": [3, 4]}, order={"ID": "DESC"}),
                "new": commands.add("CONTACT", [9, 17]),
            }
        )
        assert [entry.ok for entry in found.values()] == [True, False, True, True]
        missing = found["missing"].error
        assert isinstance(missing, PortalError)
        assert missing.code == ErrorCode.LIST_ID_ERROR
        rows = client.list(filter={">=ID": 20, "@ENTITY_TYPE_ID": [3, 4]}, order={"ID": "DESC"})
        assert found["rows"].result == rows[1:]


def test_a_batch_reads_a_filter_as_a_call_does(portal: Sandbox) -> None:
    with Client(portal.url) as client:
        for filter_ in ({">=ID": 14}, {"@ID": [1, 13]}, {"WEBFORM_ID": None}, {"!WEBFORM_ID": None}, {"!@ID": [1]}):
            command = commands.list(filter=filter_, order={"ID": "ASC"})
            assert client.batch([command])[0].result == client.call(command)
