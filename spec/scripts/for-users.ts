import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Whether users get the package in this folder: from npm, or, with a `conformance.json`, where their language has it. */
export function isForUsers(folder: string): boolean {
  const { private: isPrivate = false } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return !isPrivate || existsSync(join(folder, "conformance.json"));
}
