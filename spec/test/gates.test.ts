// The gates around the description stop what they are there to stop.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { redocly } from "@b24-calllist/testkit/redocly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { placesOf } from "../scripts/affected.ts";
import { announced, type Follower } from "../scripts/announced.ts";
import { compare as compareReleases } from "../scripts/compare.ts";
import type { Document } from "../scripts/document.ts";
import type { ErrorsFile } from "../scripts/errors-diff.ts";
import { at } from "../scripts/paths.ts";
import { document } from "./description.ts";

/** What the bundle is made from. */
const SOURCES = ["openapi.yaml", "redocly.yaml", "about", "methods", "schemas", "responses", "examples"];

const errors: ErrorsFile = JSON.parse(readFileSync(at("dist", "errors.json"), "utf8"));
const behaviour: Behaviour = JSON.parse(readFileSync(at("dist", "behaviour.json"), "utf8"));

const compare = (base: Document, now: Document, version: string, errorsNow = errors, followers: Follower[] = []) =>
  compareReleases(
    { description: base, errors, behaviour },
    { description: now, errors: errorsNow, behaviour },
    { version, followers },
  );

const released = changed((d) => {
  d.info.version = "1.0.0";
});

function changed(change: (document: Document) => void): Document {
  const copy = structuredClone(document);
  change(copy);
  return copy;
}

describe("a change that breaks callers needs a major version, and says what breaks for whom", () => {
  const breaking: [what: string, change: (d: Document) => void, says: string, forWhom: string][] = [
    ["a method is removed", (d) => delete d.paths["/batch"], "Path `/batch` was removed.", "who calls batch."],
    [
      "an operation is renamed",
      (d) => (d.paths["/batch"].post.operationId = "runBatch"),
      "changed from 'batch' to 'runBatch'",
      "whoever generates code from the description: the name for batch changes.",
    ],
    [
      "a field of an answer is removed",
      (d) => delete d.components.schemas.CallList.properties.WEBFORM_ID,
      "Property `WEBFORM_ID` of `result` was removed.",
      "who reads the answers of crm.calllist.get.",
    ],
    [
      "a request enum is narrowed",
      (d) => (d.components.schemas.EntityType.enum = ["CONTACT"]),
      "Enum of `ENTITY_TYPE` lost values: 'COMPANY'.",
      "who calls crm.calllist.add, crm.calllist.update.",
    ],
    [
      "a parameter becomes required",
      (d) => d.components.schemas.CallListGetParams.required.push("auth"),
      "Properties of `CallListGetParams` became required: `auth`.",
      "who calls crm.calllist.get.",
    ],
  ];
  for (const [what, change, says, forWhom] of breaking) {
    it(`${what}: 1.0.0 to 1.1.0 is stopped, to 2.0.0 passes`, async () => {
      const now = changed(change);
      const minor = await compare(released, now, "1.1.0");
      expect(minor.report).toContain(says);
      expect(minor.report).toContain(`Breaks: ${forWhom}`);
      expect(minor.report).toContain("Stopped.");
      expect(minor.report).toContain("needs 2.0.0");
      expect(minor.passed).toBe(false);
      expect((await compare(released, now, "2.0.0")).passed).toBe(true);
    });
  }
});

describe("the words of the report", () => {
  const says = async (change: (d: Document) => void): Promise<string> =>
    (await compare(released, changed(change), "1.0.0")).report;

  it("a method that is renamed is told by its old name", async () => {
    const report = await says((d) => {
      d.paths["/crm.calllist.fetch"] = d.paths["/crm.calllist.get"];
      delete d.paths["/crm.calllist.get"];
    });
    expect(report).toContain("- crm.calllist.get: Path `/crm.calllist.get` was renamed to `/crm.calllist.fetch`.");
    expect(report).toContain("Breaks: who calls crm.calllist.get.");
  });

  it("a type is widened only where the old ones stay", async () => {
    const type = (type: string | string[]) => (d: Document) => (d.components.schemas.NullableNumericString.type = type);
    expect(await says(type("integer"))).toContain("changed from 'string | null' to 'integer'");
    expect(await says(type(["string", "null", "integer"]))).toContain("widened from 'string | null' to");
  });

  it("a known value that is gone stands under the changes, with whom it breaks", async () => {
    const report = await says((d) => d.components.schemas.KnownStatusCode.enum.pop());
    expect(report).toMatch(/### Changes \(minor\)\n\n.*lost values: 'STOP_CALLING'/);
    expect(report).toContain("Breaks: whoever uses the constant that a client makes of the value.");
    expect(await says((d) => d.components.schemas.KnownErrorCode.enum.shift())).toContain(
      "Enum lost values: 'ERROR_ARGUMENT'.",
    );
  });

  it("what redocly has no words for is named", async () => {
    const servers = await says((d) => (d.paths["/batch"].servers = [{ url: "https://example.com" }]));
    expect(servers).toContain("- batch: `servers` added.\n  Breaks: who calls batch.");
    const verb = await says((d) => (d.paths["/batch"].get = { operationId: "get", responses: {} }));
    expect(verb).toContain("- batch: `get` added.");
    const schema = await says((d) => {
      d.components.schemas.ListRow = d.components.schemas.CallListRow;
      delete d.components.schemas.CallListRow;
      d.components.schemas.CallListRows.items.$ref = "#/components/schemas/ListRow";
    });
    expect(schema).toContain(
      "- crm.calllist.list (answer): `CallListRow` was renamed to `ListRow`.\n  Breaks: whoever gen",
    );
  });

  it("what holds for all methods breaks whoever calls any", async () => {
    const report = await says((d) => (d.security = [{}, { oauth: ["crm", "user"] }]));
    expect(report).toContain("- Everywhere: `security › 1` modified (oauth).\n  Breaks: who calls any method.");
  });
});

describe("our own rules rate what redocly's leave out", () => {
  const bump = async (base: Document, now: Document): Promise<string> =>
    /this is a (\w+) change/.exec((await compare(base, now, "1.0.0")).report)?.[1] ?? "none";
  const schemas = (d: Document): Document => d.components.schemas;
  const filter = (pattern: string) => (d: Document) => {
    schemas(d).CallListFilter.propertyNames.pattern = pattern;
  };
  const operators = "^(>=|>|<=|<|!@|@|!=|!|=)?";
  const fields = "(ID|CREATED_BY_ID|WEBFORM_ID|ENTITY_TYPE_ID)";
  const select = (from: string, to: string) => (d: Document) => {
    schemas(d).CallListSelectItem.pattern = schemas(d).CallListSelectItem.pattern.replace(from, to);
  };

  it.each<[what: string, wanted: string, change: (d: Document) => void]>([
    ["a token needs another scope", "major", (d) => (d.security = [{}, { oauth: ["crm", "user"] }])],
    ["a token needs one scope less", "minor", (d) => (d.security = [{}, { oauth: [] }])],
    [
      "tokens come from elsewhere",
      "major",
      (d) => (d.components.securitySchemes.oauth.flows.authorizationCode.tokenUrl = "https://example.com/"),
    ],
    ["a path moves", "major", (d) => (d.paths["/batch"].servers = [{ url: "https://example.com" }])],
    ["a path moves back", "major", (d) => delete d.paths["/oauth/token/"].servers],
    ["a server is added for all", "minor", (d) => d.servers.push({ url: "https://example.com" })],
    [
      "a schema is renamed",
      "major",
      (d) => {
        schemas(d).ListRow = schemas(d).CallListRow;
        delete schemas(d).CallListRow;
        schemas(d).CallListRows.items.$ref = "#/components/schemas/ListRow";
      },
    ],
    [
      "a schema is put where it was used",
      "major",
      (d) => {
        schemas(d).CallListGetResponse.properties.result = schemas(d).CallList;
        delete schemas(d).CallList;
      },
    ],
    ["a field is for requests alone", "major", (d) => (schemas(d).CallListItem.properties.ID.writeOnly = true)],
    ["a request may send another value", "minor", (d) => schemas(d).EntityType.enum.push("LEAD")],
    ["a request may leave a field out", "minor", (d) => schemas(d).CallListAddParams.required.pop()],
    ["a bound of a request is loosened", "minor", (d) => delete schemas(d).Id.maximum],
    ["an operation is deprecated", "minor", (d) => (d.paths["/batch"].post.deprecated = true)],
    ["a filter takes another field", "minor", filter(`${operators}(ID|CREATED_BY_ID|NEW|WEBFORM_ID|ENTITY_TYPE_ID)$`)],
    ["a filter loses a field for another", "major", filter(`${operators}(ID|NEW|WEBFORM_ID|ENTITY_TYPE_ID)$`)],
    ["a filter refuses a word", "major", filter(`${operators}(?!ID|CREATED_BY_ID|NEW|WEBFORM_ID|ENTITY_TYPE_ID)$`)],
    ["a filter takes another operator", "minor", filter(`${operators.replace("(", "(%|\\?|")}${fields}$`)],
    ["a list may be asked for another field", "minor", select("|ID|", "|ID|NEW|")],
    ["a list may not be asked for all fields", "major", select("\\*|", "")],
    ["a text", "patch", (d) => (schemas(d).CallList.description = "Another.")],
    ["a title", "patch", (d) => (schemas(d).CallList.title = "A call list")],
    ["a comment", "patch", (d) => (schemas(d).CallList.$comment = "For us.")],
    ["a logo", "patch", (d) => (d.info["x-logo"] = { url: "logo.svg" })],
    ["a name of the license", "patch", (d) => (d.info.license.name = "Another")],
    [
      "another example",
      "patch",
      (d) => (d.paths["/batch"].post.requestBody.content["application/json"].examples.new = { value: { cmd: [] } }),
    ],
    [
      "another way to write the same",
      "none",
      (d) =>
        (schemas(d).CallListGetResponse.properties.result = {
          allOf: [schemas(d).CallListGetResponse.properties.result],
        }),
    ],
    [
      "another way to write the same, with a text",
      "patch",
      (d) =>
        (schemas(d).CallListRow.properties.ID = {
          allOf: [{ $ref: "#/components/schemas/NumericString" }],
          description: "Another.",
        }),
    ],
  ])("%s: %s", async (_, wanted, change) => {
    expect(await bump(released, changed(change))).toBe(wanted);
  });

  it("what changes inside of an extension is a text", async () => {
    const before = changed((d) => {
      d.info.version = "1.0.0";
      schemas(d).CallList["x-php"] = { name: "A" };
      d.paths["/batch"].post["x-codeSamples"] = [{ lang: "js", source: "a" }];
    });
    const now = structuredClone(before);
    schemas(now).CallList["x-php"].name = "B";
    expect(await bump(before, now)).toBe("patch");
    now.paths["/batch"].post["x-codeSamples"][0].source = "b";
    expect(await bump(before, now)).toBe("patch");
  });

  it("a string that is bound leaves a set closed: another value in an answer is major", async () => {
    for (const bound of [
      { const: "" },
      { maxLength: 3 },
      { pattern: "^A" },
      { format: "date" },
      { not: { minLength: 2 } },
    ]) {
      const closed = changed((d) => {
        d.info.version = "1.0.0";
        schemas(d).EntityTypeName.anyOf[1] = { type: "string", ...bound };
      });
      const now = structuredClone(closed);
      schemas(now).KnownEntityType.enum.push("NEW");
      expect([bound, await bump(closed, now)]).toEqual([bound, "major"]);
    }
  });

  it("a string that only says more of itself leaves it open", async () => {
    const open = changed((d) => {
      d.info.version = "1.0.0";
      Object.assign(schemas(d).EntityTypeName.anyOf[1], { title: "Another", examples: ["x"], "x-php": "y" });
    });
    const now = structuredClone(open);
    schemas(now).KnownEntityType.enum.push("NEW");
    expect(await bump(open, now)).toBe("minor");
  });

  it("a value that a server may no longer have makes no constant go", async () => {
    const before = changed((d) => {
      d.info.version = "1.0.0";
      d.servers[0].variables.portal.enum = ["a", "b"];
    });
    const now = structuredClone(before);
    now.servers[0].variables.portal.enum.pop();
    const { report } = await compare(before, now, "1.0.0");
    expect(report).toContain("Everywhere: Enum lost values: 'b'.");
    expect(report).not.toContain("constant");
  });

  it("the second verb of a path counts as a place, too", () => {
    const both = changed((d) => {
      const { get, post } = { get: d.paths["/oauth/token/"].get, post: d.paths["/batch"].post };
      d.paths = { "/both": { parameters: [], post, get } };
    });
    expect(placesOf(both, "#/components/schemas/Tokens")).toEqual([{ method: "both", part: "answer" }]);
  });
});

describe("errors.json is an interface as well", () => {
  it.each<[what: string, announced: string, says: string, change: (errors: ErrorsFile) => void]>([
    ["a code is gone", "2.0.0", "errors.json: `ERROR_ARGUMENT` was removed.", ({ errors }) => errors.shift()],
    [
      "a key is gone",
      "2.0.0",
      "errors.json: `action` of `ERROR_ARGUMENT` was removed.\n  Breaks: who reads errors.json.",
      ({ errors }) => delete (errors[0] as Partial<(typeof errors)[0]>).action,
    ],
    ["the page is gone", "2.0.0", "`page` was removed.", (file) => delete (file as Partial<ErrorsFile>).page],
    ["another page", "1.1.0", "`page` changed.", (file) => (file.page = "https://example.com/")],
    ["a key is new", "1.1.0", "`more` was added.", (file) => Object.assign(file, { more: true })],
    ["a code is new", "1.1.0", "`NEW` was added.", ({ errors }) => errors.push({ ...errors[0]!, code: "NEW" })],
    ["it may have been done", "1.1.0", "`executed` of", ({ errors }) => (errors[0]!.executed = "unknown")],
    ["another text", "1.0.1", "`action` of `ERROR_ARGUMENT` changed.", ({ errors }) => (errors[0]!.action = "Other.")],
  ])("%s: %s", async (_, announced, says, change) => {
    const now = structuredClone(errors);
    change(now);
    const less = { "2.0.0": "1.1.0", "1.1.0": "1.0.1", "1.0.1": "1.0.0" }[announced]!;
    expect(await compare(released, released, less, now)).toEqual({
      passed: false,
      report: expect.stringContaining(says),
    });
    expect((await compare(released, released, announced, now)).passed).toBe(true);
  });
});

describe("what is made from the description breaks with it", () => {
  const follower = (name: string, released: string, announced: string): Follower => ({ name, released, announced });
  const broken = changed((d) => delete d.paths["/batch"]);

  it("and has to announce that, too: as minor before 1.0.0, as major then", async () => {
    const { passed, report } = await compare(released, broken, "2.0.0", errors, [
      follower("young", "0.1.0", "0.1.1"),
      follower("old", "1.2.3", "1.3.0"),
      follower("honest", "0.3.0", "0.4.0"),
      follower("not released yet", "0.0.0", "0.0.0"),
    ]);
    expect(passed).toBe(false);
    expect(report).toContain("which is enough for @b24-calllist/spec.");
    expect(report).toContain("their versions do not say so: young (minor, 0.2.0), old (major, 2.0.0). Run");
  });

  it("also where only a constant is gone", async () => {
    const now = changed((d) => d.components.schemas.KnownStatusCode.enum.pop());
    expect((await compare(released, now, "1.1.0", errors, [follower("client", "0.1.0", "0.1.1")])).passed).toBe(false);
    expect((await compare(released, now, "1.1.0", errors, [follower("client", "0.1.0", "0.2.0")])).passed).toBe(true);
  });

  it("what breaks nobody asks nothing of them", async () => {
    const now = changed((d) => d.components.schemas.EntityType.enum.push("LEAD"));
    expect((await compare(released, now, "1.1.0", errors, [follower("client", "0.1.0", "0.1.0")])).passed).toBe(true);
  });

  it("they are the packages with generated sources, and those that read the description when they run", async () => {
    const { followers } = await announced();
    const names = ["client", "go-client", "java-client", "mcp", "mock", "php-client", "protocol", "python-client"];
    expect(followers.map(({ name }) => name)).toEqual(names.map((name) => `@b24-calllist/${name}`));
  });
});

describe("a change that breaks nobody", () => {
  it("an addition needs a minor version", async () => {
    const now = changed((d) => {
      d.components.schemas.CallList.properties.EXTRA = { type: "string", description: "New." };
    });
    expect((await compare(released, now, "1.0.1")).passed).toBe(false);
    expect((await compare(released, now, "1.1.0")).passed).toBe(true);
  });

  it.each<[string, string, (codes: string[]) => string[]]>([
    ["gains an error code", "KnownErrorCode", (codes) => [...codes, "NEW_ERROR"]],
    ["loses a status that may be sent, too", "KnownStatusCode", (codes) => codes.slice(1)],
  ])("an open set that %s needs a minor version, since programs are ready for any", async (_, schema, change) => {
    const now = changed((d) => {
      d.components.schemas[schema].enum = change(d.components.schemas[schema].enum);
    });
    expect((await compare(released, now, "1.0.1")).passed).toBe(false);
    expect((await compare(released, now, "1.1.0")).passed).toBe(true);
  });

  it("the same enum without the open end around it needs a major version", async () => {
    const closed = changed((d) => {
      d.info.version = "1.0.0";
      d.components.schemas.ErrorCode.anyOf = [{ $ref: "#/components/schemas/KnownErrorCode" }];
    });
    const now = structuredClone(closed);
    now.components.schemas.KnownErrorCode.enum.push("NEW_ERROR");
    expect((await compare(closed, now, "1.1.0")).passed).toBe(false);
  });

  it("a better text needs a patch, and a description that is the same needs nothing", async () => {
    const now = changed((d) => {
      d.paths["/batch"].post.description += " More.";
    });
    expect((await compare(released, now, "1.0.0")).report).toContain("No waiting changeset names it");
    expect((await compare(released, now, "1.0.1")).passed).toBe(true);
    expect(
      await compare(
        released,
        changed(() => {}),
        "1.0.0",
      ),
    ).toEqual({
      passed: true,
      report: "The description is the one that was released as 1.0.0.",
    });
  });
});

describe("the gate as `npm run check` runs it", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "b24-calllist-gate-"));
    const manifest = { name: "@b24-calllist/spec", version: "1.0.0", type: "module" };
    await write("package.json", JSON.stringify({ private: true, packageManager: "pnpm@10.34.9" }));
    await write("pnpm-workspace.yaml", "packages: [spec, packages/clients/typescript]\n");
    await write(".changeset/config.json", await readFile(at("..", ".changeset/config.json"), "utf8"));
    await write("spec/package.json", JSON.stringify(manifest));
    for (const file of ["openapi.json", "errors.json", "behaviour.json"])
      await write(`spec/releases/0.9.0/${file}`, "{}");
    await write("spec/releases/1.0.0/openapi.json", JSON.stringify(released));
    const client = { name: "@b24-calllist/client", version: "0.1.0", scripts: { generate: "" } };
    const devDependencies = { "@b24-calllist/spec": "workspace:*" };
    await write("packages/clients/typescript/package.json", JSON.stringify({ ...client, devDependencies }));
    await write("spec/releases/1.0.0/errors.json", JSON.stringify(errors));
    await write("spec/releases/1.0.0/behaviour.json", JSON.stringify(behaviour));
    const parts = ["errors.yaml", "behaviour.yaml", "behaviour.schema.json", "workflows", "redocly.diff.yaml"];
    for (const part of [...SOURCES, "scripts", ...parts])
      await cp(at(part), join(root, "spec", part), { recursive: true });
    await symlink(at("node_modules"), join(root, "spec/node_modules"));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }

  async function change(path: string, from: string, to: string): Promise<void> {
    const before = await readFile(join(root, "spec", path), "utf8");
    expect(before).toContain(from);
    await write(`spec/${path}`, before.replace(from, to));
  }

  const gate = (script = "diff.ts"): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [join(root, "spec/scripts", script)], {
      encoding: "utf8",
      env: { ...process.env, GITHUB_STEP_SUMMARY: join(root, "summary.md") },
    });
  const changeset = (bump: string, client = "patch"): Promise<void> =>
    write(
      ".changeset/test.md",
      `---\n"@b24-calllist/spec": ${bump}\n"@b24-calllist/client": ${client}\n---\n\nA change.\n`,
    );

  it("stops a narrowed enum that the changesets call minor, on the pull request's page as well", async () => {
    await change("schemas/EntityType.yaml", ", COMPANY", "");
    await changeset("minor");
    const stopped = gate();
    expect(stopped.stderr).toContain(
      "The waiting changesets announce 1.1.0, but this is a major change and needs 2.0.0.",
    );
    expect(stopped.status).toBe(1);
    expect(await readFile(join(root, "summary.md"), "utf8")).toBe(stopped.stderr);

    await changeset("major");
    expect(gate()).toMatchObject({ status: 1, stderr: expect.stringContaining("@b24-calllist/client (minor, 0.2.0)") });
    await changeset("major", "minor");
    expect(gate()).toMatchObject({ status: 0, stdout: expect.stringContaining("announce 2.0.0, which is enough") });
  });

  it("says whom a change breaks also where the linter has stopped it already", async () => {
    await change("methods/batch.yaml", "operationId: batch", "operationId: run_batch");
    await change("errors.yaml", 'action: "Compare', 'deed: "Compare');
    const { status, stdout, stderr } = gate("lint.ts");
    expect(status).toBe(1);
    expect(stderr).toContain("operation-id-is-camel-case-and-known");
    expect(stdout).toContain("redocly score: ");
    expect(stderr).toContain("changed from 'batch' to 'run_batch'.\n  Breaks: whoever generates code");
    expect(stderr).toContain("errors.json: `action` of `ERROR_ARGUMENT` was removed.");
  });

  it("stops where a release was made and not kept, which would leave nothing to compare with", async () => {
    await write("spec/CHANGELOG.md", "# @b24-calllist/spec\n\n## 1.0.0\n\n### Major Changes\n\n- First.\n");
    expect(gate().status).toBe(0);
    await rm(join(root, "spec/releases"), { recursive: true });
    expect(gate()).toMatchObject({ status: 1, stderr: expect.stringContaining("npm run version") });
  });

  it("stops where a release was kept in part", async () => {
    await rm(join(root, "spec/releases/1.0.0/errors.json"));
    expect(gate()).toMatchObject({ status: 1, stderr: expect.stringContaining("1.0.0 was released, but not all of") });
  });

  it("takes no other folder for a release", async () => {
    await write("spec/releases/old/notes.md", "Notes.");
    expect(gate()).toMatchObject({ status: 0, stdout: expect.stringContaining("released as 1.0.0.") });
  });

  it("has nothing to compare with before the first release", async () => {
    await rm(join(root, "spec/releases"), { recursive: true });
    expect(gate()).toMatchObject({ status: 0, stdout: expect.stringContaining("no released description yet") });
  });
});

describe("redocly lint with the rules of this house", () => {
  const slips: [string, string, (text: string) => string][] = [
    [
      "operation-id-is-camel-case-and-known",
      "methods/batch.yaml",
      (s) => s.replace("operationId: batch", "operationId: run_batch"),
    ],
    [
      "operation-summary-in-sentence-case",
      "methods/batch.yaml",
      (s) => s.replace("summary: Run up", "summary: Run Up"),
    ],
    [
      "media-type-has-named-examples",
      "methods/crm.calllist.get.yaml",
      (s) => s.replace(/examples:\n( {10}\S.*\n {12}\S.*\n)+/, ""),
    ],
    ["example-has-a-summary", "examples/add.contacts.yaml", (s) => s.replace(/^summary: .*$/m, "summary: no capital")],
    [
      "response-has-a-sentence",
      "methods/crm.calllist.get.yaml",
      (s) => s.replace("description: The list.", "description: ok"),
    ],
    ["operation-description", "methods/batch.yaml", (s) => s.replace(/ {2}description: \|-\n(( {4}.*)?\n)+/, "")],
    [
      "no-invalid-media-type-examples",
      "examples/add.contacts.yaml",
      (s) => s.replace("result: 51", "result: fifty-one"),
    ],
  ];
  for (const [rule, file, slip] of slips) {
    it(`${rule} finds a slip in ${file}`, async () => {
      const dir = await mkdtemp(join(tmpdir(), "b24-calllist-lint-"));
      try {
        for (const part of SOURCES) await cp(at(part), join(dir, part), { recursive: true });
        const before = await readFile(join(dir, file), "utf8");
        const after = slip(before);
        expect(after, "the slip was made").not.toBe(before);
        await writeFile(join(dir, file), after);
        const { code, output } = await redocly(["lint"], dir);
        expect(output).toContain(rule);
        expect(code).toBe(1);
      } finally {
        await rm(dir, { recursive: true });
      }
    });
  }
});
