// A method that is added to the description can be called from a client without a line of it written by hand: it is rendered
// into a copy of the client, compiled there, and called. The call is retried as its effect says.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { json as readJson } from "node:stream/consumers";
import { promisify } from "node:util";
import { goCall, goFiles, goModelOf } from "@b24-calllist/codegen/languages/go";
import { javaCall, javaFiles } from "@b24-calllist/codegen/languages/java";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Target } from "../src/target.ts";
import { forEachClient } from "./clients.ts";
import { PARAMS, RESULT, seventhMethod, WIRE } from "./seventh-method.ts";

/** Prepares a program that makes the call and prints the note of the result, and says how it is run. */
type Program = (folder: string, url: string, target: Target) => Promise<string[]>;

const PROGRAMS: Record<string, Program> = { go, java };

const run = promisify(execFile);
const requests: { path: string; body: unknown }[] = [];
const server = createServer(async (request: IncomingMessage, response) => {
  requests.push({ path: request.url!, body: await readJson(request) });
  if (requests.length === 1) response.writeHead(502, { "Content-Type": "text/html" }).end("<html>");
  else response.setHeader("Content-Type", "application/json").end(JSON.stringify({ result: RESULT }));
});
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "b24-calllist-seventh-"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

await forEachClient((target) => {
  const program = PROGRAMS[target.id];
  if (!program) return;
  describe(target.name, () => {
    it("calls a method that was only described, and retries it by its effect", { timeout: 300_000 }, async () => {
      requests.length = 0;
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/1/xxxxxxxxxxxxxxxx/`;
      const [command = "", ...args] = await program(join(folder, target.id), url, target);
      const { stdout } = await run(command, args, { cwd: join(folder, target.id) });
      expect(stdout.trim()).toBe(RESULT.NOTE);
      const sent = { path: expect.stringContaining(WIRE), body: PARAMS };
      expect(requests).toEqual([sent, sent]);
    });
  });
});

function write(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function go(folder: string, url: string, target: Target): Promise<string[]> {
  const [model, method] = seventhMethod("go");
  cpSync(target.folder, folder, {
    recursive: true,
    filter: (file) => file === target.folder || (/\.(go|mod)$/.test(file) && !file.endsWith("_test.go")),
  });
  write(folder, {
    ...goFiles(model, "0.0.0"),
    "program/main.go": `package main

import (
	"context"
	"fmt"
	"log"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

func main() {
	b24, err := calllist.FromWebhook(${JSON.stringify(url)}, nil)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	result, err := ${goCall(method, PARAMS, goModelOf(model))}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Note)
}
`,
  });
  await run("go", ["vet", "./..."], { cwd: folder });
  return ["go", "run", "./program"];
}

async function java(folder: string, url: string, target: Target): Promise<string[]> {
  const [model, method] = seventhMethod("java");
  const sources = "io/github/b24calllist";
  cpSync(join(target.folder, "src/main/java", sources), join(folder, sources), { recursive: true });
  const files = Object.entries(javaFiles(model, "0.0.0")).map(([name, text]) => [join(sources, name), text]);
  write(folder, {
    ...Object.fromEntries(files),
    "Program.java": `import io.github.b24calllist.*;

public class Program {
  public static void main(String[] args) {
    CallListClient b24 = CallListClient.of(Auth.webhook(${JSON.stringify(url)}));
    System.out.println(${javaCall("b24", method, PARAMS, model)}.note());
  }
}
`,
  });
  await run("javac", ["-Xlint:all", "-Werror", "-d", "classes", "Program.java"], { cwd: folder });
  return ["java", "-cp", "classes", "Program"];
}
