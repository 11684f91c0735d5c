/**
 * The spellings under which a portal looks for a method, in its order: in lower case, then as written. It serves single
 * calls and the commands of a batch. (Read in the server's source.)
 *
 * What must not run inside a batch (`batch`, `upload`, `download`) is compared as written, before this: `Batch?...`
 * runs nested (observed on the portal's own handler, build of May 2026).
 *
 * @example
 * methodSpellings("crm.callList.get"); // ["crm.calllist.get", "crm.callList.get"]
 * methodSpellings("batch"); // ["batch"]
 */
export function methodSpellings(method: string): string[] {
  const lowerCase = method.toLowerCase();
  return lowerCase === method ? [method] : [lowerCase, method];
}
