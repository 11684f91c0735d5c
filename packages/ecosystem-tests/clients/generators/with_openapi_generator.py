"""What openapi-generator writes in Python, against the sandbox."""

import openapi_client
from checks import WEBHOOK_URL, check, ids, run
from openapi_client.exceptions import ApiException

_client = openapi_client.ApiClient(openapi_client.Configuration(host=WEBHOOK_URL.rstrip("/")))
lists = openapi_client.CallListsApi(_client)
participants = openapi_client.ParticipantsApi(_client)
batches = openapi_client.BatchApi(_client)


def of(kind, **values):
    """The parameters of a method."""
    return getattr(openapi_client, kind).from_dict(values)


def text(value):
    """A value of an open set: it is wrapped, and a known one is an enum."""
    value = value.actual_instance
    return getattr(value, "value", value)


@check("add")
def _():
    params = openapi_client.CallListAddParams(
        ENTITY_TYPE=openapi_client.EntityType.CONTACT, ENTITIES=[openapi_client.Id(9), openapi_client.Id("17")]
    )
    return str(lists.call_list_add(params).result)


@check("get")
def _():
    found = lists.call_list_get(openapi_client.CallListGetParams(ID=openapi_client.Id(13))).result
    return f"{found.date_create} {text(found.entity_type)}"


@check("list")
def _():
    params = of("CallListListParams", SELECT=["ID"], FILTER={">ID": 20, "ENTITY_TYPE_ID": 3}, ORDER={"ID": "DESC"})
    return " ".join(row.id for row in lists.call_list_list(params).result)


@check("update")
def _():
    lists.call_list_update(
        of("CallListUpdateParams", LIST_ID=13, ENTITY_TYPE="CONTACT", ENTITIES=[9, 21], WEBFORM_ID=None)
    )
    left = participants.call_list_items_get(of("CallListItemsGetParams", LIST_ID=13)).result
    return " ".join(str(row.id) for row in left)


@check("items.get")
def _():
    params = of("CallListItemsGetParams", LIST_ID=20, FILTER={"STATUS": "SUCCESS"})
    return " ".join(f"{row.id} {text(row.status)}" for row in participants.call_list_items_get(params).result)


@check("statuslist")
def _():
    statuses = participants.call_list_status_list(openapi_client.CallListStatusListParams()).result
    return " ".join(text(status.status_id) for status in statuses)


@check("batch, by name")
def _():
    cmd = {"bad": "crm.calllist.get?ID=99", "good": "crm.calllist.get?ID=13"}
    result = batches.batch(of("BatchParams", cmd=cmd, halt=False)).result
    bad = result.result_error.actual_instance["bad"]
    return f"{result.result.actual_instance['good']['ID']}; {bad.error}"


@check("batch, by position")
def _():
    cmd = ["crm.calllist.list?SELECT[]=ID&ORDER[ID]=DESC", "crm.calllist.get?ID=99", "crm.calllist.get?ID=13"]
    result = batches.batch(of("BatchParams", cmd=cmd, halt=1)).result
    return f"{ids(result.result.actual_instance[0][:3])}; {result.result_error.actual_instance['1'].error}"


@check("unknown list")
def _():
    try:
        return lists.call_list_get(of("CallListGetParams", ID=99)).result
    except ApiException as error:
        return f"{error.status} {text(error.data.error)}"


run()
