import { readFile } from "node:fs/promises";
import { type Files, header } from "@b24-calllist/codegen";
import { stringify } from "yaml";
import { at, readYaml } from "./paths.ts";

/** Where a code occurs: one HTTP status and text, in some methods (`all` = every portal method and batch). */
export interface ErrorAnswer {
  status: number;
  methods: string[];
  /** The text on the wire, `<…>` for a value; absent where the portal sends no description. */
  text?: string;
  /** The status was not recorded. */
  assumed?: boolean;
}

/** One entry of errors.yaml; see the comment at its top. */
export interface ErrorEntry {
  code: string;
  meaning: string;
  action: string;
  executed: "rejected" | "unknown";
  answers: ErrorAnswer[];
}

export type ErrorCatalogue = ErrorEntry[];

/** The method name that errors.yaml gives to the authorisation server's token endpoint. */
export const TOKEN_ENDPOINT = "oauth.token";

export const readCatalogue = (): Promise<ErrorCatalogue> => readYaml<ErrorCatalogue>("errors.yaml");

const occursAt = (entry: ErrorEntry, tokenEndpoint: boolean): boolean =>
  entry.answers.some((answer) => answer.methods.includes(TOKEN_ENDPOINT) === tokenEndpoint);

/** The two enums, the table of the reference, and the catalogue as JSON for the packages, with the page of the site that shows it. */
export async function errorFiles(): Promise<Files> {
  const catalogue = await readCatalogue();
  const { externalDocs } = await readYaml<{ externalDocs: { url: string } }>("openapi.yaml");
  const page = new URL("errors.html", externalDocs.url).href;
  const intro = await readFile(at("about", "errors.intro.md"), "utf8");
  return {
    [at("schemas", "KnownErrorCode.yaml")]: enumSchema(
      "Error codes that portals are known to send with call-list methods. Some errors have an empty code.",
      codesOf(catalogue, false),
    ),
    [at("schemas", "KnownTokenErrorCode.yaml")]: enumSchema(
      "Error codes that the authorisation server is known to send.",
      codesOf(catalogue, true),
    ),
    [at("about", "errors.md")]:
      `<!-- ${header("spec/errors.yaml and spec/about/errors.intro.md")} -->\n\n${intro}\n${table(catalogue)}`,
    [at("dist", "errors.json")]:
      `${JSON.stringify({ "x-generated": header("spec/errors.yaml and spec/openapi.yaml"), page, errors: catalogue }, null, 2)}\n`,
  };
}

/** The codes of the portal's methods, or of the token endpoint, in the catalogue's order. */
export function codesOf(catalogue: ErrorCatalogue, tokenEndpoint: boolean): string[] {
  return catalogue.filter((entry) => occursAt(entry, tokenEndpoint)).map(({ code }) => code);
}

function enumSchema(description: string, codes: string[]): string {
  // Generators make a name of each value, and there is none for an empty one.
  const named = codes.filter((code) => code !== "");
  return `# ${header("spec/errors.yaml")}\n${stringify({ description, type: "string", enum: named })}`;
}

function table(catalogue: ErrorCatalogue): string {
  const rows = catalogue.map((entry) => {
    const name = entry.code === "" ? "(empty)" : `\`${entry.code}\``;
    return `| ${name} | ${statuses(entry)} | ${entry.meaning} ${entry.action} | ${entry.executed} |`;
  });
  return ["| Code | HTTP status | Meaning, and what to do | Executed |", "|---|---|---|---|", ...rows, ""].join("\n");
}

/** "400", "401, in a batch", "token endpoint 400" … */
function statuses(entry: ErrorEntry): string {
  const parts = entry.answers.map(({ status, methods, assumed }) => {
    if (methods.includes(TOKEN_ENDPOINT)) return `token endpoint ${status}${assumed ? " (assumed)" : ""}`;
    return status === 200 ? "in a batch" : String(status);
  });
  return [...new Set(parts)].join(", ");
}
