import { ofCalls } from "./language.ts";
import type { Command } from "./request.ts";

/** The Java client of this house. */
export const java = ofCalls("java", "Java", (request, commands) => {
  const call = commands ? batch(commands) : callAlone([request.method, request.params]);
  const lists = ["List", "Map"].filter((name) => call.includes(`${name}.of(`));
  return `import io.github.b24calllist.*;
${lists.map((name) => `import java.util.${name};\n`).join("")}
public class Sample {
  public static void main(String[] args) {
    CallListClient b24 =
        CallListClient.of(
            Auth.webhook(${JSON.stringify(request.webhookUrl)}));

    ${call}
  }
}`;
});

const NAMES: Record<string, string> = {
  "crm.calllist.add": "add",
  "crm.calllist.get": "get",
  "crm.calllist.list": "list",
  "crm.calllist.update": "update",
  "crm.calllist.items.get": "items",
  "crm.calllist.statuslist": "statuses",
};

const WRITE: Record<string, (params: Record<string, unknown>) => string> = {
  "crm.calllist.add": (params) => `AddParams.of(${participants(params)})${form(params)}`,
  "crm.calllist.get": ({ ID }) => String(ID),
  "crm.calllist.list": ({ ORDER }) => `ListParams.of().withOrder(${map(ORDER as object)})`,
  "crm.calllist.update": (params) => `UpdateParams.of(${params.LIST_ID}, ${participants(params)}, ${formOf(params)})`,
  "crm.calllist.items.get": ({ LIST_ID, FILTER }) => `ItemsParams.of(${LIST_ID})${filter(FILTER)}`,
  "crm.calllist.statuslist": () => "",
};

const callOf = (on: string, [method, params]: Command): string => `${on}.${NAMES[method]}(${WRITE[method]!(params)})`;

function participants({ ENTITY_TYPE, ENTITIES }: Record<string, unknown>): string {
  return `EntityType.${ENTITY_TYPE}, List.of(${(ENTITIES as number[]).map((id) => `${id}L`).join(", ")})`;
}

const formOf = ({ WEBFORM_ID }: Record<string, unknown>): string => (WEBFORM_ID == null ? "null" : `${WEBFORM_ID}L`);

const form = (params: Record<string, unknown>): string =>
  params.WEBFORM_ID === undefined ? "" : `.withWebformId(${formOf(params)})`;

const filter = (given: unknown): string =>
  given === undefined
    ? ""
    : `.withFilter(new ParticipantFilter(${JSON.stringify((given as { STATUS: string }).STATUS)}))`;

const map = (object: object): string =>
  `Map.of(${Object.entries(object)
    .map(([key, value]) => `${JSON.stringify(key)}, ${JSON.stringify(value)}`)
    .join(", ")})`;

/** Parameters have a line of their own, unless they are one id or none. */
function callAlone([method, params]: Command): string {
  const written = WRITE[method]!(params);
  const name = NAMES[method];
  if (!written.includes("Params.of(")) return `System.out.println(b24.${name}(${written}));`;
  return `var params = ${written};\n    System.out.println(b24.${name}(params));`;
}

function batch(commands: Record<string, Command>): string {
  const all = Object.values(commands).map((command) => callOf("Command", command));
  return `var entries = b24.batch(List.of(${all.join(", ")}));
    for (var entry : entries) System.out.println(entry);`;
}
