"""A driver for other clients of Python: reads participants with their own functions for whole lists."""

import asyncio
import json
import sys
import warnings

warnings.simplefilter("ignore")


def fast_bitrix24(url, params):
    from fast_bitrix24 import BitrixAsync

    return asyncio.run(BitrixAsync(url, verbose=False, respect_velocity_policy=False).get_all("crm.calllist.items.get", params))


def b24pysdk(url, params):
    from b24pysdk import BitrixWebhook

    _, _, user, code = url.split("://")[1].rstrip("/").split("/")
    client = BitrixWebhook(domain="example.bitrix24.com", webhook_token=f"{user}/{code}").get_client()
    items = client.crm.calllist.items.get(params["LIST_ID"], filter=params.get("FILTER"))
    return list(items.as_list().result)


read = {"fast_bitrix24": fast_bitrix24, "b24pysdk": b24pysdk}[sys.argv[1]]
for line in sys.stdin:
    told = json.loads(line)
    try:
        told = {"id": told["id"], "result": read(told["auth"]["url"], told["call"]["params"]), "shown": "other"}
    except Exception as error:
        told = {"id": told["id"], "error": {"kind": type(error).__name__}, "shown": "other"}
    print(json.dumps(told), flush=True)
