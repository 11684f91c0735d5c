"""Bitrix24's official Python SDK against the sandbox.

It speaks https to a portal's host name and nothing else, so run.ts gives it a proxy behind which every host is the
sandbox.
"""

from b24pysdk import BitrixApp, BitrixToken, BitrixWebhook
from b24pysdk.errors import BitrixSDKException
from checks import WEBHOOK_URL, check, control, fault, ids, made, many_lists, pages, requests, run

# As the SDK wants it: the user and the code.
WEBHOOK = WEBHOOK_URL.split("/rest/")[1].rstrip("/")


def webhook():
    return BitrixWebhook(domain="example.bitrix24.com", webhook_token=WEBHOOK)


def calllist():
    return webhook().get_client().crm.calllist


def refused(request):
    """The class and the code of the error that the request ends in."""
    try:
        return f"no error: {request.result}"
    except BitrixSDKException as error:
        code = getattr(error, "error", "")
        return " ".join(filter(None, [type(error).__name__, str(code)]))


@check("add")
def _():
    return str(calllist().add("CONTACT", [9, 17]).result)


@check("get")
def _():
    return calllist().get(13).result["DATE_CREATE"]


@check("list")
def _():
    request = calllist().list(select=["ID"], filter={">ID": 20, "ENTITY_TYPE_ID": 3}, order={"ID": "DESC"})
    return ids(request.result)


@check("update")
def _():
    calllist().update(13, "CONTACT", [9, 21], webform_id=1).result  # noqa: B018 - asking for it sends the request
    return ids(calllist().items.get(13).result)


@check("items.get")
def _():
    return ids(calllist().items.get(20, filter={"STATUS": "SUCCESS"}).result)


@check("statuslist")
def _():
    return " ".join(status["STATUS_ID"] for status in calllist().statuslist().response.result)


@check("500 lists, its helper")
def _():
    many_lists(500)
    return pages(calllist().list().as_list().result)


@check("500 lists, its fast helper")
def _():
    many_lists(500)
    return pages(list(calllist().list().as_list_fast().result))


@check("130 participants, its helper")
def _():
    return pages(calllist().items.get(30).as_list().result)


@check("130 participants, its fast helper")
def _():
    return pages(list(calllist().items.get(30).as_list_fast(limit=200).result))


@check("batch")
def _():
    client = webhook().get_client()
    lists = client.crm.calllist
    request = {"one": lists.get(13), "newer": lists.list(select=["ID"], filter={">ID": 30})}
    result = client.call_batch(request).result
    return f"{result.result['one']['ID']}; {ids(result.result['newer'])}"


@check("batch, one of two fails")
def _():
    client = webhook().get_client()
    result = client.call_batch({"bad": client.crm.calllist.get(99), "good": client.crm.calllist.get(13)}).result
    return f"{' '.join(result.result)}; bad: {result.result_error['bad']['error']}"


@check("unknown list")
def _():
    return refused(calllist().get(99))


@check("no participants")
def _():
    return refused(calllist().items.get(40))


@check("500, JSON")
def _():
    fault("error-json", "crm.calllist.get")
    return refused(calllist().get(13))


@check("500, page")
def _():
    fault("error-html", "crm.calllist.get")
    return refused(calllist().get(13))


@check("200 with a page")
def _():
    fault("html-200", "crm.calllist.get")
    return refused(calllist().get(13))


@check("add, answer lost")
def _():
    fault("reset-after", "crm.calllist.add")
    return f"{refused(calllist().add('CONTACT', [9]))}, {made()}"


@check("add, 502 after it ran")
def _():
    fault("bad-gateway", "crm.calllist.add", executed=True)
    return f"{refused(calllist().add('CONTACT', [9]))}, {made()}"


@check("add, 503 once")
def _():
    fault("rate-limit", "crm.calllist.add")
    client = webhook().get_client(initial_retry_delay=0.01)
    return f"{client.crm.calllist.add('CONTACT', [9]).result}, {requests()}"


@check("add, portal renamed")
def _():
    fault("moved", "crm.calllist.add", host="https://renamed.bitrix24.com")
    token = webhook()
    request = token.get_client().crm.calllist.add("CONTACT", [9])
    return f"{request.result}, {token.domain}"


@check("token expired")
def _():
    app = BitrixApp(client_id="local.sandbox", client_secret="sandbox-client-secret")
    token = BitrixToken(
        domain="example.bitrix24.com",
        auth_token="sandbox-access-token",
        refresh_token="sandbox-refresh-token",
        bitrix_app=app,
    )
    control("POST", "clock", {"turn": 3600})
    return f"{token.get_client().crm.calllist.get(13).result['ID']}, {requests()}"


run()
