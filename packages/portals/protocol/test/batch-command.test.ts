import { describe, expect, it } from "vitest";
import { type BatchCommand, type PhpParams, parseBatchCommand } from "../src/index.ts";
import { garbage, readCases, shown } from "./cases.ts";

describe("parseBatchCommand takes commands apart as PHP's parse_url and parse_str do", () => {
  for (const { command, path, params } of readCases<{ command: string; path: string | null; params: PhpParams }>(
    "php-batch-command",
  )) {
    // No method has an empty name or one that begins with "/".
    const isMethod = path !== null && path !== "" && !path.startsWith("/");
    it(`${shown(command)} ${isMethod ? `calls ${shown(path)}` : "names no method"}`, () => {
      expect(parseBatchCommand(command), shown(command)).toEqual(isMethod ? { method: path, params } : undefined);
    });
  }
});

describe("parseBatchCommand understands what the portal's own answers show", () => {
  for (const { id, note, command, means } of readCases<{
    id: string;
    note: string;
    command: string;
    means: BatchCommand | null;
  }>("portal-batch-commands")) {
    it(`${id}: ${note}`, () => {
      expect(parseBatchCommand(command), id).toEqual(means ?? undefined);
    });
  }
});

it("parseBatchCommand never throws", { tags: "slow" }, () => {
  const pieces = [..."ab::///??##@@[]&=%+ \0\n", "80", "crm.calllist.get", "?ID=", "http://", "я", "\uD800", "%"];
  for (const text of garbage(pieces, 3000)) expect(() => parseBatchCommand(text), shown(text)).not.toThrow();
});
