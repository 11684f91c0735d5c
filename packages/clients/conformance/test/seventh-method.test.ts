// A method that is added to the description can be called from a client without a line of it written by hand: it is rendered
// into a copy of the client, compiled there, and called. The call is retried as its effect says.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { json as readJson } from "node:stream/consumers";
import { promisify } from "node:util";
import { goCall, goFiles, goModelOf } from "@b24-calllist/codegen/languages/go";
import { javaCall, javaFiles } from "@b24-calllist/codegen/languages/java";
import { phpCall, phpFiles } from "@b24-calllist/codegen/languages/php";
import { pythonCall, pythonFiles } from "@b24-calllist/codegen/languages/python";
import { typescriptFiles } from "@b24-calllist/codegen/languages/typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { document, PARAMS, RESULT, seventhMethod, WIRE } from "../src/seventh-method.ts";
import type { Target } from "../src/target.ts";
import { forEachClient } from "./clients.ts";

/** Prepares a program that makes the call and prints the note of the result, and says how it is run. */
type Program = (folder: string, url: string, target: Target) => Promise<string[]>;

const PROGRAMS: Record<string, Program> = { typescript, go, java, php, python };

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
  const program = PROGRAMS[target.id]!;
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

async function python(folder: string, url: string, target: Target): Promise<string[]> {
  const [model, method] = seventhMethod("python");
  cpSync(join(target.folder, "src"), join(folder, "src"), { recursive: true });
  write(folder, {
    ...pythonFiles(model, "0.0.0"),
    "src/program.py": `from b24_calllist import Client, ListMark

with Client(${JSON.stringify(url)}) as b24:
    mark: ListMark = b24.${pythonCall(method, model, PARAMS)}
    print(mark.note)
`,
  });
  const tools = join(target.folder, "build/venv/bin");
  await run(join(tools, "mypy"), ["--strict", "src"], { cwd: folder });
  return [join(tools, "python"), "-W", "error", "src/program.py"];
}

async function php(folder: string, url: string, target: Target): Promise<string[]> {
  const [model, method] = seventhMethod("php");
  cpSync(join(target.folder, "src"), join(folder, "src"), { recursive: true });
  write(folder, {
    ...phpFiles(model, "0.0.0"),
    "program.php": `<?php

use B24CallList\\{Auth, Client, EntityType, MarkColor};

spl_autoload_register(static function (string $class): void {
    require __DIR__ . '/src/' . strtr(substr($class, strlen('B24CallList\\\\')), '\\\\', '/') . '.php';
});
$b24 = new Client(Auth::webhook('${url}'));
echo $b24->${phpCall(method, model, PARAMS)}->note;
`,
  });
  return ["php", "-d", "error_reporting=-1", "-d", "display_errors=1", "program.php"];
}

async function typescript(folder: string, url: string, target: Target): Promise<string[]> {
  const [model] = seventhMethod("typescript");
  cpSync(join(target.folder, "src"), join(folder, "src"), { recursive: true });
  symlinkSync(join(target.folder, "node_modules"), join(folder, "node_modules"));
  const compilerOptions = { noEmit: true, strict: true, target: "es2023", module: "nodenext", types: ["node"] };
  write(folder, {
    ...(await typescriptFiles(model, "0.0.0", document)),
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...compilerOptions, allowImportingTsExtensions: true, skipLibCheck: true },
      files: ["program.ts"],
    }),
    "program.ts": `import { createClient, webhook } from "./src/index.ts";

const b24 = createClient({ auth: webhook(${JSON.stringify(url)}) });
const { NOTE } = await b24.call("${WIRE}", ${JSON.stringify(PARAMS)});
console.log(NOTE);
`,
  });
  await run(join(target.folder, "node_modules/.bin/tsc"), ["-p", "."], { cwd: folder });
  return [process.execPath, "program.ts"];
}
