import { isPhpArray, type Params, phpText } from "@b24-calllist/protocol";
import type { Method } from "../method.ts";
import { methodNotFound, RestError, UncaughtError } from "./errors.ts";

/** The scope of methods that everyone may call, as a link names it. */
const GLOBAL = "_global";

/**
 * The parameter `token` makes a request a signed link: `scope|query|signature`. A method is looked for in the scope that
 * the link names, before the portal asks who calls. An empty token, and `0`, name none. (404 and 403 observed, the rest
 * read in the server's source.)
 *
 * @throws {@link RestError} 404 for a method that is not in the scope
 */
export function assertLinkScope(method: Method, { token }: Params): void {
  if (token === undefined || token === null) return;
  if (isPhpArray(token)) throw new UncaughtError("an array in place of text");
  const text = phpText(token);
  const [scope = ""] = text.split("|", 1);
  if (text === "" || scope === "0") return;
  if ((scope || GLOBAL) !== (method.scope || GLOBAL)) throw methodNotFound();
}

/** No link has a right signature here: nothing in the sandbox signs one. Checked after the caller. */
export function assertNoLink({ token }: Params): void {
  if (token !== undefined && token !== null)
    throw new RestError(403, "ACCESS_DENIED", "Access denied! Link check failed");
}
