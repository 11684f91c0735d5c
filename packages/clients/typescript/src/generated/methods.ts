// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

import { done, explicit, filterOf, id, listOf, newId, objectOf, orNull, orderOf, row, rows, text, wholeFrom, wordOf, type Reader, type Test } from "../internal/kinds.ts";

/** Reader of the result and tests of the parameters, by method. */
export const METHODS: ReadonlyMap<string, readonly [Reader, Readonly<Record<string, Test>>]> = new Map<
  string,
  [Reader, Record<string, Test>]
>([
  ["crm.calllist.add", [newId, { ENTITY_TYPE: wordOf(["CONTACT", "COMPANY"]), ENTITIES: listOf(id), WEBFORM_ID: orNull(id) }]],
  ["crm.calllist.get", [row, { ID: id }]],
  ["crm.calllist.list", [rows, { SELECT: listOf(wordOf(["*", "ID", "DATE_CREATE", "CREATED_BY_ID", "WEBFORM_ID", "ENTITY_TYPE_ID"]), 1), FILTER: filterOf(/^(>=|>|<=|<|!@|@|!=|!|=)?(ID|CREATED_BY_ID|WEBFORM_ID|ENTITY_TYPE_ID)$/, '{ ">=ID": 20 }'), ORDER: orderOf(["ID", "DATE_CREATE", "CREATED_BY_ID", "WEBFORM_ID", "ENTITY_TYPE_ID"], ["ASC", "DESC"]), start: wholeFrom(-1) }]],
  ["crm.calllist.update", [done, { LIST_ID: id, ENTITY_TYPE: wordOf(["CONTACT", "COMPANY"]), ENTITIES: listOf(id), WEBFORM_ID: explicit(orNull(id)) }]],
  ["crm.calllist.items.get", [rows, { LIST_ID: id, FILTER: objectOf({ STATUS: text("IN_WORK") }), start: wholeFrom(0) }]],
  ["crm.calllist.statuslist", [rows, {  }]],
]);
