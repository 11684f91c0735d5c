// What orval writes, against the sandbox. It runs beside the generated code.
import axios from "axios";
import { EntityType, getBitrix24CallLists } from "./api.ts";

const { PORTAL_URL, WEBHOOK_URL } = process.env;
axios.defaults.baseURL = WEBHOOK_URL.replace(/\/$/, "");
axios.defaults.proxy = false;
const api = getBitrix24CallLists();

const ids = (rows) => rows.map(({ ID }) => ID).join(" ");

const CHECKS = {
  add: async () => (await api.callListAdd({ ENTITY_TYPE: EntityType.CONTACT, ENTITIES: [9, "17"] })).data.result,
  get: async () => {
    const { result } = (await api.callListGet({ ID: 13 })).data;
    return `${result.DATE_CREATE} ${result.ENTITY_TYPE}`;
  },
  list: async () => {
    const params = { SELECT: ["ID"], FILTER: { ">ID": 20, ENTITY_TYPE_ID: 3 }, ORDER: { ID: "DESC" } };
    return ids((await api.callListList(params)).data.result);
  },
  update: async () => {
    await api.callListUpdate({ LIST_ID: 13, ENTITY_TYPE: EntityType.CONTACT, ENTITIES: [9, 21], WEBFORM_ID: null });
    return ids((await api.callListItemsGet({ LIST_ID: 13 })).data.result);
  },
  "items.get": async () => {
    const { result } = (await api.callListItemsGet({ LIST_ID: 20, FILTER: { STATUS: "SUCCESS" } })).data;
    return result.map(({ ID, STATUS }) => `${ID} ${STATUS}`).join(" ");
  },
  statuslist: async () => (await api.callListStatusList({})).data.result.map(({ STATUS_ID }) => STATUS_ID).join(" "),
  "batch, by name": async () => {
    const cmd = { bad: "crm.calllist.get?ID=99", good: "crm.calllist.get?ID=13" };
    const { result, result_error } = (await api.batch({ cmd, halt: false })).data.result;
    return `${result.good.ID}; ${result_error.bad.error}`;
  },
  "batch, by position": async () => {
    const cmd = ["crm.calllist.list?SELECT[]=ID&ORDER[ID]=DESC", "crm.calllist.get?ID=99", "crm.calllist.get?ID=13"];
    const { result, result_error } = (await api.batch({ cmd, halt: 1 })).data.result;
    return `${ids(result[0].slice(0, 3))}; ${result_error[1].error}`;
  },
  "unknown list": () =>
    api.callListGet({ ID: 99 }).catch(({ response }) => `${response.status} ${response.data.error}`),
};

const seen = {};
for (const [name, check] of Object.entries(CHECKS)) {
  await fetch(`${PORTAL_URL}/__sandbox/reset`, { method: "POST" });
  seen[name] = await check().then(String, String);
}
console.log(JSON.stringify(seen));
