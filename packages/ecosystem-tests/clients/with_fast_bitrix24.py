"""fast_bitrix24 against the sandbox."""

import asyncio
import warnings

import aiohttp
from checks import (
    PORTAL_URL,
    WEBHOOK_URL,
    check,
    control,
    fault,
    ids,
    made,
    many_lists,
    pages,
    renewed,
    requests,
    run,
)
from fast_bitrix24 import BitrixAsync
from fast_bitrix24.server_response import ErrorInServerResponseException

warnings.simplefilter("ignore")  # it advises its users


def ask(method, *args, client=None, **more):
    client = client or BitrixAsync(WEBHOOK_URL, verbose=False)
    return asyncio.run(getattr(client, method)(*args, **more))


def refused(method, *args, **more):
    """The class of the error that the call ends in, and the code or status that is in it."""
    try:
        return f"no error: {ask(method, *args, **more)}"
    except ErrorInServerResponseException as error:
        codes = [f"{name} {entry['error']}" for name, entry in error.args[0].items()]
        return f"{type(error).__name__} {', '.join(codes)}"
    except aiohttp.ClientResponseError as error:
        return f"{type(error).__name__} {error.status}"
    except (aiohttp.ClientError, RuntimeError) as error:
        return type(error).__name__


ADD = ("call", "crm.calllist.add", {"ENTITY_TYPE": "CONTACT", "ENTITIES": [9, 17]})


@check("add")
def _():
    return f"{ask(*ADD)}, {requests()}"


@check("add, raw")
def _():
    return f"{ask(*ADD, raw=True)['result']}, {requests()}"


@check("get")
def _():
    found = ask("call", "crm.calllist.get", {"ID": 13})
    return " ".join(f"{key}: {value['DATE_CREATE']}" for key, value in found.items())


@check("get, by ids")
def _():
    found = ask("get_by_ID", "crm.calllist.get", [13, 20])
    return " ".join(f"{key}: {value['ENTITY_TYPE']}" for key, value in found.items())


@check("list")
def _():
    params = {"SELECT": ["ID"], "FILTER": {">ID": 20, "ENTITY_TYPE_ID": 3}}
    return ids(ask("get_all", "crm.calllist.list", params))


@check("update")
def _():
    params = {"LIST_ID": 13, "ENTITY_TYPE": "CONTACT", "ENTITIES": [9, 21], "WEBFORM_ID": 1}
    updated = ask("call", "crm.calllist.update", params)
    return f"{updated}, {ids(ask('get_all', 'crm.calllist.items.get', {'LIST_ID': 13}))}"


@check("items.get")
def _():
    return ids(ask("get_all", "crm.calllist.items.get", {"LIST_ID": 20, "FILTER": {"STATUS": "SUCCESS"}}))


@check("statuslist")
def _():
    statuses = ask("get_all", "crm.calllist.statuslist")
    return " ".join(status["STATUS_ID"] for status in statuses)


@check("500 lists, its helper")
def _():
    many_lists(500)
    return pages(ask("get_all", "crm.calllist.list"))


@check("130 participants, its helper")
def _():
    return pages(ask("get_all", "crm.calllist.items.get", {"LIST_ID": 30}))


@check("batch")
def _():
    commands = {"one": "crm.calllist.get?ID=13", "newer": "crm.calllist.list?SELECT[0]=ID&FILTER[%3EID]=30"}
    result = ask("call_batch", {"halt": 0, "cmd": commands})
    return f"{result['one']['ID']}; {ids(result['newer'])}"


@check("batch, one of two fails")
def _():
    commands = {"bad": "crm.calllist.get?ID=99", "good": "crm.calllist.get?ID=13"}
    return refused("call_batch", {"halt": 0, "cmd": commands})


@check("unknown list")
def _():
    return refused("call", "crm.calllist.get", {"ID": 99})


@check("unknown list, raw")
def _():
    return refused("call", "crm.calllist.get", {"ID": 99}, raw=True)


@check("no participants")
def _():
    return refused("get_all", "crm.calllist.items.get", {"LIST_ID": 40})


@check("500, page")
def _():
    fault("error-html", "crm.calllist.get")
    return f"{ask('call', 'crm.calllist.get', {'ID': 13}, raw=True)['result']['ID']}, {requests()}"


@check("200 with a page")
def _():
    fault("html-200", "crm.calllist.get")
    return refused("call", "crm.calllist.get", {"ID": 13}, raw=True)


@check("add, answer lost")
def _():
    fault("reset-after", "batch")
    return f"{ask(*ADD)}, {made()}"


@check("add, 502 after it ran")
def _():
    fault("bad-gateway", "batch", executed=True)
    return f"{ask(*ADD)}, {made()}"


@check("add, 503 once")
def _():
    fault("rate-limit", "batch")
    return f"{ask(*ADD)}, {requests()}"


@check("add, portal renamed")
def _():
    fault("moved", "batch", host=PORTAL_URL)
    return f"{refused(*ADD)}, {made()}"


@check("token expired")
def _():
    tokens = []

    async def token():
        """What an application gives it: the stored token first, then a new one."""
        tokens.append(renewed()["access_token"] if tokens else "sandbox-access-token")
        return tokens[-1]

    control("POST", "clock", {"turn": 3600})
    client = BitrixAsync(f"{PORTAL_URL}/rest/", token_func=token, verbose=False)
    result = ask("call", "crm.calllist.get", {"ID": 13}, client=client, raw=True)["result"]
    return f"{result['ID']}, {requests()}"


run()
