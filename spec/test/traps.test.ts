// A reader of the reference is warned of each trap where it waits for them: in the text of the operation.
import { expect, it } from "vitest";
import { document, operationOf } from "./description.ts";

const traps: [trap: string, method: string, warning: RegExp][] = [
  ["an empty page is a 403", "crm.calllist.items.get", /empty page is a 403/],
  ["paged without saying so", "crm.calllist.items.get", /no `total` and no `next`/],
  ["short pages are not the last", "crm.calllist.items.get", /short page is not the last/],
  ["paged without saying so", "crm.calllist.list", /no `total` and no `next`/],
  ["start -1 is the whole table", "crm.calllist.list", /`start: -1` returns the whole table/],
  ["start -1 has no meaning", "crm.calllist.items.get", /`start: -1` has no meaning/],
  ["participants move while operators work", "crm.calllist.items.get", /status set between two page requests moves/],
  [
    "what a reader can do, and what is promised",
    "crm.calllist.items.get",
    /Let pages overlap.*promises no consistent view/,
  ],
  ["who was missed is deleted", "crm.calllist.update", /missed while reading is deleted/],
  ["update clears the form", "crm.calllist.update", /clears the web form unless you send it/],
  ["entity type in small letters crashes", "crm.calllist.add", /HTTP 500/],
  ["entity type in small letters crashes", "crm.calllist.update", /other spellings end in HTTP 500/],
  ["WEBFORM_ID as text crashes", "crm.calllist.add", /empty string or a word ends in HTTP 500/],
  ["every id must exist and appear once", "crm.calllist.add", /Every id must exist and appear once/],
  ["a wrong list id is reported late", "crm.calllist.update", /reported late/],
  ["wrong ids have another code", "crm.calllist.update", /here with `ENTITIES_ERROR`/],
  ["WEBFORM_ID as text crashes", "crm.calllist.update", /empty string or a word ends in HTTP 500/],
  ["numbers come as strings", "crm.calllist.get", /Numbers come as strings/],
  ["numbers come as strings", "crm.calllist.list", /Numbers come as strings/],
  ["items.get sends real numbers", "crm.calllist.items.get", /real numbers/],
  ["lower-case keys inside FILTER are ignored", "crm.calllist.items.get", /"status":"SUCCESS"\}` is ignored/],
  ["empty arrays in SELECT and @ID", "crm.calllist.list", /SELECT: \[\]` returns rows of/],
  ["filters in a query string", "crm.calllist.list", /inner `=` is lost/],
  ["lower-case fields in ORDER", "crm.calllist.list", /silently sorts ascending/],
  ["no permissions are checked", "crm.calllist.list", /No permissions are checked/],
  ["batch maps change shape", "batch", /change their shape/],
  ["a reference that finds nothing", "batch", /may read list 1/],
  ["one crash takes the batch", "batch", /One crash takes all/],
  ['halt: "false" is true', "batch", /"false"` included/],
  ["errors without status", "batch", /no HTTP status inside/],
  ["unreadable ids are dropped", "crm.calllist.add", /may not read are dropped silently/],
  ["unreadable ids are dropped", "crm.calllist.update", /may not read are dropped silently/],
  ["a retry creates a second list", "crm.calllist.add", /A retry creates a second list/],
  ["statuses are an open set", "crm.calllist.statuslist", /open set/],
  ["wrong_client with 200", "oauth/token/", /HTTP 200 can be an error/],
  ["secrets in a query get into logs", "oauth/token/", /POST with a form body.*access logs/],
];

for (const [trap, method, warning] of traps) {
  it(`${method} warns: ${trap}`, () => {
    expect(operationOf(method)!.description.replaceAll(/\s+/g, " ")).toMatch(warning);
  });
}

const everywhere: [trap: string, tag: string, warning: RegExp][] = [
  ["malformed JSON is dropped", "Start here", /malformed JSON.*dropped silently/],
  ["webhook plus token is a token", "Authorisation", /looks at the token only/],
  ["unknown method wins over bad credentials", "Errors", /decided before authorisation/],
  ["error codes can be empty or numbers", "Errors", /JSON number 100/],
  ["time may be whole", "Limits", /operating_reset_at/],
  ["participants move while operators work", "Paging", /Participants move while operators work/],
  ["the subject is translated", "Life of a call list", /portals translate it/],
  ["when the activity is completed", "Life of a call list", /no participant is left in `IN_WORK`/],
  ["what deletes a list is not certain", "Life of a call list", /do not rely on either/],
];

for (const [trap, tag, warning] of everywhere) {
  it(`the section "${tag}" warns: ${trap}`, () => {
    const { description } = document.tags.find(({ name }: { name: string }) => name === tag);
    expect(description.replaceAll(/\s+/g, " ")).toMatch(warning);
  });
}
