// What programs without types hand over. A portal reads parameters as PHP does: "13 or 1=1" is list 13, [13] is list 1, and a
// filter in lowercase letters returns everything. So a wrong one is the caller's TypeError, before anything is sent.
import { METHODS } from "../generated/methods.ts";
import type { Method } from "../methods.ts";
import { isMap } from "./kinds.ts";

/**
 * Checks the parameters of a method.
 *
 * @param isReference where they belong to a command of a batch: what may stand for an id
 * @throws {TypeError} for the first that is wrong, with a right one
 */
export function checkParams(
  method: Method,
  params: unknown,
  isReference: (value: unknown) => boolean = () => false,
): void {
  if (!isMap(params)) throw new TypeError(`${method}: parameters have to be an object such as { ID: 13 }`);
  for (const [name, [test, example, explicit]] of Object.entries(METHODS.get(method)?.[1] ?? {})) {
    const value = (params as Record<string, unknown>)[name];
    if ((value !== undefined || explicit) && !test(value, isReference))
      throw new TypeError(`${method}: invalid ${name}, expected a value such as ${example}`);
  }
}
