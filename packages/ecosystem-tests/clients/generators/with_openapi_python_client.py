"""What openapi-python-client writes, against the sandbox."""

from calllist_client import Client, models
from calllist_client.api.batch import batch
from calllist_client.api.call_lists import call_list_add, call_list_get, call_list_list, call_list_update
from calllist_client.api.participants import call_list_items_get, call_list_status_list
from checks import WEBHOOK_URL, check, ids, run

client = Client(base_url=WEBHOOK_URL.rstrip("/"))


def call(method, kind, **values):
    """The parsed response, which is an error's where the portal sent one."""
    return method.sync(client=client, body=getattr(models, kind).from_dict(values))


def text(value):
    """A value of an open set: a known one is an enum."""
    return getattr(value, "value", value)


@check("add")
def _():
    params = models.CallListAddParams(entity_type=models.EntityType.CONTACT, entities=[9, "17"])
    return str(call_list_add.sync(client=client, body=params).result)


@check("get")
def _():
    found = call_list_get.sync(client=client, body=models.CallListGetParams(id=13)).result
    return f"{found.date_create} {text(found.entity_type)}"


@check("list")
def _():
    params = {"SELECT": ["ID"], "FILTER": {">ID": 20, "ENTITY_TYPE_ID": 3}, "ORDER": {"ID": "DESC"}}
    return " ".join(row.id for row in call(call_list_list, "CallListListParams", **params).result)


@check("update")
def _():
    change = {"LIST_ID": 13, "ENTITY_TYPE": "CONTACT", "ENTITIES": [9, 21], "WEBFORM_ID": None}
    call(call_list_update, "CallListUpdateParams", **change)
    left = call(call_list_items_get, "CallListItemsGetParams", LIST_ID=13).result
    return " ".join(str(row.id) for row in left)


@check("items.get")
def _():
    found = call(call_list_items_get, "CallListItemsGetParams", LIST_ID=20, FILTER={"STATUS": "SUCCESS"}).result
    return " ".join(f"{row.id} {text(row.status)}" for row in found)


@check("statuslist")
def _():
    return " ".join(text(status.status_id) for status in call(call_list_status_list, "CallListStatusListParams").result)


@check("batch, by name")
def _():
    cmd = {"bad": "crm.calllist.get?ID=99", "good": "crm.calllist.get?ID=13"}
    result = call(batch, "BatchParams", cmd=cmd, halt=False).result
    return f"{result.result['good']['ID']}; {result.result_error['bad'].error}"


@check("batch, by position")
def _():
    cmd = ["crm.calllist.list?SELECT[]=ID&ORDER[ID]=DESC", "crm.calllist.get?ID=99", "crm.calllist.get?ID=13"]
    result = call(batch, "BatchParams", cmd=cmd, halt=1).result
    return f"{ids(result.result[0][:3])}; {result.result_error['1'].error}"


@check("unknown list")
def _():
    response = call_list_get.sync_detailed(client=client, body=models.CallListGetParams(id=99))
    return f"{response.status_code.value} {text(response.parsed.error)}"


run()
