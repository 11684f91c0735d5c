import { batch } from "../rest/batch.ts";
import type { Caller, Method } from "../rest/call.ts";
import { add } from "./add.ts";
import { get } from "./get.ts";
import { appInfo, methodGet, methods, profile, scope, serverTime } from "./helpers.ts";
import { itemsGet } from "./items-get.ts";
import { list } from "./list.ts";
import { statusList } from "./status-list.ts";
import { update } from "./update.ts";

const crm = (run: Method["run"]): Method => ({ scope: "crm", run });
const basic = (run: Method["run"]): Method => ({ scope: "", run });

/** The portal's methods by their names, which are all in lower case. No prototype: `constructor` is no method. */
export const METHODS: Readonly<Record<string, Method>> = Object.assign(Object.create(null), {
  "crm.calllist.add": crm(add),
  "crm.calllist.get": crm(get),
  "crm.calllist.list": crm(list),
  "crm.calllist.update": crm(update),
  "crm.calllist.items.get": crm(itemsGet),
  "crm.calllist.statuslist": crm(statusList),
  batch: basic(batch),
  profile: basic(profile),
  scope: basic(scope),
  methods: basic(methods),
  "method.get": basic(methodGet),
  "server.time": basic(serverTime),
  "app.info": basic(appInfo),
});

/** Whether the webhook's or token's scope covers the method. */
export function isAllowed(caller: Caller, method: Method): boolean {
  return method.scope === "" || caller.scope.includes(method.scope);
}
