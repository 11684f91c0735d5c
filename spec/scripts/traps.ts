// The traps of a method (x-traps) as its readers get them: in its description, and each by itself in sdk.json.
import type { Document } from "./document.ts";

/** What callers fall into. */
export interface Trap {
  /** Its name in programs: which traps a reader does not need is told by it. */
  id: string;
  /** `wire`: only for those who write requests themselves; the types of our clients prevent it. Otherwise for all. */
  audience?: "wire";
  /** Markdown. */
  text: string;
}

interface Operation {
  description: string;
  "x-traps": Trap[];
}

/** The description with a list of its traps; without them it is kept as `x-about`. */
export function withTraps(document: Document): Document {
  return changed(document, ({ description, "x-traps": traps, ...rest }) => ({
    ...rest,
    description: `${description}\n\n**Before you call it**\n\n${traps.map(item).join("\n")}`,
    "x-about": description,
    "x-traps": traps,
  }));
}

/** The description as others than our clients need it: the text is enough. */
export function withoutParts(document: Document): Document {
  return changed(document, ({ "x-traps": _, ...operation }) => {
    const { "x-about": __, ...rest } = operation as Operation & { "x-about"?: string };
    return rest;
  });
}

const item = ({ text }: Trap): string => `- ${text.replaceAll("\n", "\n  ")}`;

function changed(document: Document, change: (operation: Operation) => object): Document {
  const paths = Object.entries<Document>(document.paths).map(([path, item]) => [
    path,
    item.post?.["x-traps"] ? { ...item, post: inOrder(item.post, change(item.post)) } : item,
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

/** New keys come last, so that a description is where its readers look for it. */
const inOrder = (before: object, now: object): object => {
  const order = [...Object.keys(before), ...Object.keys(now)];
  return Object.fromEntries(order.flatMap((key) => (key in now ? [[key, now[key as never]]] : [])));
};
