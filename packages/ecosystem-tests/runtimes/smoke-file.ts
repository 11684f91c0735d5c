// The check for runtimes with files: Node, Bun and Deno.
import { stat } from "node:fs/promises";
import { fileStore } from "@b24-calllist/client/file-store";
import { type Places, renewing, type Seen, spentTokens } from "./smoke.ts";

/** Renews the tokens of a file. */
export async function smokeFile(places: Places, path: string): Promise<Seen> {
  try {
    const store = fileStore(path);
    await store.set(spentTokens(places));
    const renewed = await renewing(places, store);
    return { "file store": { renewed, mode: ((await stat(path)).mode & 0o777).toString(8) } };
  } catch (error) {
    return { "file store": { threw: String(error) } };
  }
}
