// A call of a method, and what is answered to it.
import { type MethodParameters, methodSpellings, withoutSdkParameters } from "@b24-calllist/protocol";
import type { Description } from "./description.ts";
import type { Preference } from "./prefer.ts";
import type { Violation } from "./violation.ts";

/** What the mock answers, and what it has to say about the request. */
export interface MockAnswer {
  /** The method as the description names it; as the request names it where there is no such method. */
  method: string;
  status: number;
  headers: Record<string, string>;
  body: unknown;
  violations: Violation[];
}

/** A call of a method, however it came: as a request, or as a command of a batch. */
export interface Call {
  method: string;
  params: Record<string, unknown>;
  prefer?: Preference;
}

/** The method's parameters in the form of the description: `start` among them, those of the SDKs' own left out. */
export function paramsOf(method: string, { params, start }: MethodParameters): Record<string, unknown> {
  const own = Object.entries(withoutSdkParameters(params));
  const named = method === "batch" ? own.map(([name, value]) => [name.toLowerCase(), value]) : own;
  return { ...Object.fromEntries(named), ...(start !== undefined && { start }) };
}

/** The description's name of a method, in the letter case that a portal accepts. */
export function findMethod({ operations }: Description, name: string): string | undefined {
  return methodSpellings(name).find((spelling) => operations.get(spelling)?.verb === "post");
}
