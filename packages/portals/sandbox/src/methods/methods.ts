import type { Method, Methods } from "../method.ts";
import { add } from "./add.ts";
import { batch } from "./batch.ts";
import { get } from "./get.ts";
import { appInfo, methodGet, methods, profile, scope, serverTime } from "./helpers.ts";
import { itemsGet } from "./items-get.ts";
import { list } from "./list.ts";
import { statusList } from "./status-list.ts";
import { update } from "./update.ts";

const crm = (run: Method["run"]): Method => ({ scope: "crm", run });
const basic = (run: Method["run"]): Method => ({ scope: "", run });

/** The portal's methods. No prototype: `constructor` is no method. */
export const METHODS: Methods = Object.assign(Object.create(null), {
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
