// The six methods as tools, one to one.
import type { CallListMethod, Params } from "@b24-calllist/client";
import type { ToolAnnotations } from "@modelcontextprotocol/server";
import { type Effect, type MethodText, methods, schemaOf } from "./description.ts";
import { type JsonSchema, withProperties } from "./schema.ts";
import { READS, type Tool } from "./tool.ts";

/** What a method's effect is to an assistant. */
const ANNOTATIONS: Record<Effect, ToolAnnotations> = {
  read: READS,
  // It takes nothing away.
  create: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  // What was there before is gone. Executed twice, it leaves the same state.
  replace: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
};

/** What an answer alone does not say. */
const NOTES: Partial<Record<CallListMethod, Tool["note"]>> = {
  "crm.calllist.add": () => "This is the id of the new call list.",
  // Some hosts send null for whatever was left out.
  "crm.calllist.update": ({ WEBFORM_ID }: Params<"crm.calllist.update">) =>
    WEBFORM_ID === null
      ? "The list has no web form now, since WEBFORM_ID was null. If it had one, send the same update with it."
      : undefined,
};

/** What methods are mostly called for, and which tool does that better. */
const BETTER: Partial<Record<CallListMethod, string>> = {
  "crm.calllist.update": " To add participants or remove some, use change_participants instead.",
  "crm.calllist.items.get": " To read a whole list, use read_participants instead.",
};

/** Where rows are that a response has no room for. A page has 50, so this only happens where something is strange. */
const OTHERS: Partial<Record<CallListMethod, string>> = {
  "crm.calllist.list": "use read_call_lists, or a FILTER that finds fewer",
  "crm.calllist.items.get": "use read_participants, which returns them in parts",
  "crm.calllist.statuslist": "ask the user to look them up in the portal",
};

/** Traps of those who write requests themselves, or of what is not offered here. */
export const NOT_HERE = ["start-minus-one", "encoded-filters", "bx24-start", "plain-ids"];

/** The tool's name: the method's, in the letters that all assistants take. */
export const toolName = (method: CallListMethod): string => method.replaceAll(".", "_");

export const methodTools = methods.map(
  (text): Tool => ({
    name: toolName(text.method),
    title: text.title,
    description: descriptionOf(text),
    inputSchema: paramsOf(text),
    resultSchema: text.result,
    annotations: ANNOTATIONS[text.effect],
    run: (b24, params: Params<CallListMethod>, signal) => b24.call(text.method, params, { signal }),
    others: OTHERS[text.method],
    note: NOTES[text.method],
  }),
);

function descriptionOf({ method, title, about, traps }: MethodText): string {
  const here = traps.filter(({ id }) => !NOT_HERE.includes(id));
  const intro = `${title}.${BETTER[method] ?? ""} ${about.replaceAll("\n", " ").replaceAll("  ", "\n\n")}`;
  return [intro, ...here.map(({ text }) => `- ${text}`)].join("\n");
}

/** As the description has them, but without the value that would answer with the whole table at once. */
function paramsOf({ method, params }: MethodText): JsonSchema {
  return method === "crm.calllist.list" ? withProperties(params, { start: schemaOf("Start") }) : params;
}
