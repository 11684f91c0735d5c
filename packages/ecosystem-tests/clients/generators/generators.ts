// Stock code generators over the description: what they write is compiled, and calls every method and batch.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type Context, rowsOf, type Suite } from "../clients.ts";
import { cache, description, exec, here } from "../tools.ts";

const scripts = join(here, "generators");

/** Where a generator writes, for itself alone. */
interface Place extends Context {
  generated: string;
}

/** Makes the client in `generated`, and gives the command that runs its script. */
type Make = (place: Place) => Promise<string[]>;

function suite(name: string, needs: Suite["needs"], make: Make): Suite {
  return {
    name,
    needs,
    async run(context) {
      const generated = join(context.dir, name.replace(/\W+/g, "-"));
      const command = await make({ ...context, generated });
      return rowsOf(name, command, { PYTHONPATH: `${generated}:${here}`, GENERATED: generated }, context);
    },
  };
}

/** Runs a step of making a client. What it prints is the reason where it fails. */
async function step(program: string, args: string[], { python, signal }: Context, cwd = here): Promise<void> {
  // openapi-python-client looks for its formatter there.
  const env = { ...process.env, PATH: [python, process.env.PATH].filter(Boolean).join(delimiter) };
  const options = { cwd, env, signal, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 } as const;
  await exec(program, args, options).catch((error) => {
    const output = `${error.stdout ?? ""}${error.stderr ?? ""}`.trim();
    throw new Error(`${program.split("/").at(-1)} failed.\n${output.slice(-4000) || error}`);
  });
}

async function openapiGenerator(language: string, place: Place, ...options: string[]): Promise<void> {
  const without = ["apiTests", "modelTests", "apiDocs", "modelDocs"].map((part) => `${part}=false`).join();
  const output = ["-g", language, "-i", description, "-o", place.generated, "--global-property", without];
  await step(join(place.python!, "openapi-generator-cli"), ["generate", ...output, ...options], place);
}

export const GENERATORS: Suite[] = [
  suite("openapi-generator, Python", ["python", "java"], async (place) => {
    await openapiGenerator("python", place);
    return [join(place.python!, "python"), join(scripts, "with_openapi_generator.py")];
  }),
  suite("openapi-generator, Go", ["python", "java", "go"], async (place) => {
    // Without the prefix, Go has the values of all enums in one name space, where CONTACT stands twice.
    await openapiGenerator("go", place, "--additional-properties", "enumClassPrefix=true");
    const main = join(place.generated, "cmd");
    await mkdir(main);
    await cp(join(scripts, "with_openapi_generator.go"), join(main, "main.go"));
    await step("go", ["mod", "tidy"], place, place.generated);
    await step("go", ["vet", "."], place, place.generated);
    await step("go", ["build", "-o", "calls", "./cmd"], place, place.generated);
    return [join(place.generated, "calls")];
  }),
  suite("openapi-python-client", ["python"], async (place) => {
    const client = join(place.generated, "calllist_client");
    await mkdir(place.generated);
    const output = ["--path", description, "--output-path", client, "--meta", "none", "--fail-on-warning"];
    const program = join(place.python!, "openapi-python-client");
    await step(program, ["generate", ...output], place);
    return [join(place.python!, "python"), join(scripts, "with_openapi_python_client.py")];
  }),
  suite("orval", [], async (place) => {
    const modules = await installed(join(scripts, "orval"), place);
    await mkdir(place.generated);
    await symlink(modules, join(place.generated, "node_modules"));
    const api = join(place.generated, "api.ts");
    const config = { input: description, output: { target: api, client: "axios" } };
    await writeFile(join(place.generated, "orval.config.mjs"), `export default ${JSON.stringify({ api: config })};`);
    const bin = (name: string) => join(modules, ".bin", name);
    await step(bin("orval"), ["--config", "orval.config.mjs"], place, place.generated);
    const strict = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    await step(bin("tsc"), [...strict, api], place, place.generated);
    await cp(join(scripts, "orval/calls.mjs"), join(place.generated, "calls.mjs"));
    return [process.execPath, join(place.generated, "calls.mjs")];
  }),
];

/** The node_modules of a folder's lock file, made once. */
async function installed(folder: string, context: Context): Promise<string> {
  const lock = await readFile(join(folder, "package-lock.json"));
  const dir = join(cache, `npm-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`);
  if (!existsSync(dir)) {
    const half = `${dir}.half`;
    await rm(half, { recursive: true, force: true }); // of a run that was ended
    await cp(folder, half, { recursive: true });
    await step("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], context, half);
    await rename(half, dir);
  }
  return join(dir, "node_modules");
}
