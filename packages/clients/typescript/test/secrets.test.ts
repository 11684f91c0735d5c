// Whatever goes wrong, no error shows the webhook's code or the token: not in message, stack, cause, inspect or JSON.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type CallListMethod, oauth, webhook } from "../src/index.ts";
import { broken, cutOff, json, portal, type Reply, SECRET, text, WEBHOOK_URL } from "./portal.ts";

const address = `${WEBHOOK_URL}crm.calllist.get`;
const faults: Record<string, Reply> = {
  "an error whose texts name the address": broken("ECONNRESET"),
  "a refused connection": broken("ECONNREFUSED"),
  "a body that breaks off": cutOff(),
  "a gateway's page that shows the address": text(`<p>The requested URL ${address} was not found`, 404),
  "a page that shows the path": text(`Cannot POST /rest/1/${SECRET}/crm.calllist.get`, 502),
  "a page that is cut in the middle of the address": text(`${"x".repeat(190)}${address}`, 502),
  "a page that shows the token": text(`{"auth":"${SECRET}"`, 500),
  "a refusal whose text shows it": json({ error: "X", error_description: `bad ${SECRET}` }, 400),
  "a refusal whose code shows it": json({ error: SECRET }, 400),
  "a refusal whose argument shows it": json({ error: "X", argument: SECRET }, 400),
  "JSON of another kind that shows it": json({ message: address }, 500),
  "an error whose code names the address": broken(address),
  "a content type that shows it": text("<html>", 502, `text/html; from=${SECRET}`),
  "a page that shows the address inside JSON": text(`{"url":"https:\\/\\/portal.example\\/rest\\/1\\/${SECRET}`, 500),
  "a redirect to a host that shows it": () =>
    new Response(null, { status: 302, headers: { Location: `https://${SECRET}.example/` } }),
  "a redirect": () => new Response(address, { status: 302, headers: { Location: address } }),
  "a redirect to nowhere": () => new Response(null, { status: 302, headers: { Location: `/rest/1/${SECRET}/` } }),
};

const ways = {
  webhook: webhook(WEBHOOK_URL),
  "webhook with an encoded code": webhook(WEBHOOK_URL.replace("8", "%38")),
  oauth: oauth({ portal: "portal.example", accessToken: SECRET }),
};
const methods: CallListMethod[] = ["crm.calllist.add", "crm.calllist.get"];

describe.each(Object.entries(ways))("with %s", (_, auth) => {
  describe.each(methods)("%s", (method) => {
    it.each(Object.entries(faults))("%s", async (__, reply) => {
      const { client } = portal(reply, { auth });
      const error = await client.call(method as "crm.calllist.get", { ID: 13 }).then(
        () => expect.unreachable("the call succeeded"),
        (error: Error) => error,
      );
      const shown = [
        error.message,
        error.stack,
        String(error),
        JSON.stringify(error),
        inspect(error, { depth: 9, showHidden: true }),
      ];
      for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
        shown.push(cause.message, inspect(cause));
      for (const text of shown) {
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain(SECRET.slice(0, 8)); // a half is too much as well
      }
    });
  });
});

it("an excerpt keeps no part of any address", async () => {
  const page = `<p>${address} is not ${address.toUpperCase()} nor ${encodeURIComponent(address)}`;
  const { client } = portal(text(page, 404));
  const error = await client.call("crm.calllist.get", { ID: 13 }).catch((error: unknown) => error);
  expect(error).toMatchObject({ excerpt: "<p>*** is not *** nor ***" });
});

it("an excerpt keeps no part of an address", async () => {
  const { client } = portal(text(`<p>The requested URL ${address} was not found`, 404));
  const error = await client.call("crm.calllist.get", { ID: 13 }).catch((error: unknown) => error);
  expect(error).toMatchObject({ excerpt: "<p>The requested URL *** was not found" });
});

it("no header of an http answer shows it", async () => {
  const headers = {
    Refresh: `0; url=${address}`,
    "Content-Location": address,
    Link: `<${address}>`,
    "X-Trace": SECRET,
  };
  const { client } = portal(() => new Response("{}", { headers }));
  const { response } = await client.http.POST("/crm.calllist.get", { body: { ID: 13 } });
  expect(JSON.stringify([...response.headers])).not.toContain(SECRET);
});

it("a client, printed, shows no secret", () => {
  const { client } = portal(json({}));
  expect(inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client)).not.toContain(SECRET);
});
