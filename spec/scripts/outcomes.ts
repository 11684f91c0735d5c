import { type Files, header } from "@b24-calllist/codegen";
import { resolve } from "@b24-calllist/testkit/description";
import type { Document } from "./document.ts";
import { at, readYaml } from "./paths.ts";

/** One entry of outcomes.yaml: what happens, and the example that shows it or the reason why none does. */
export interface Outcome {
  when: string;
  example?: string;
  leftOut?: string;
}

export interface OutcomeSection {
  section: string;
  title: string;
  outcomes: Outcome[];
}

/** Where an example stands in the description: `POST /crm.calllist.get 400`. */
export interface Place {
  path: string;
  status: string;
  mediaType: string;
  /** The name it has there, for `Prefer: example=…`. */
  key: string;
}

export const readOutcomes = (): Promise<OutcomeSection[]> => readYaml<OutcomeSection[]>("outcomes.yaml");

/** All answers of the description that show an example: component name -> places. */
export function placesOfExamples(document: Document): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const [path, item] of Object.entries(document.paths as Document)) {
    for (const [status, response] of Object.entries((item.post ?? item.get).responses as Document)) {
      for (const [mediaType, media] of Object.entries(resolve(document, response).content as Document)) {
        for (const [key, example] of Object.entries(media.examples as Document)) {
          const name = String(example.$ref).split("/").at(-1)!;
          places.set(name, [...(places.get(name) ?? []), { path, status, mediaType, key }]);
        }
      }
    }
  }
  return places;
}

/** spec/outcomes.md: every outcome with its status, code and text, all taken from the example that shows it. */
export async function outcomesTable(document: Document): Promise<Files> {
  const places = placesOfExamples(document);
  const sections = (await readOutcomes()).map(
    ({ section, title, outcomes }) =>
      `## ${section} ${title}\n\n| Outcome | Code and text | Example | Prefer |\n|---|---|---|---|\n${outcomes
        .map((outcome) => row(outcome, places, document))
        .join("\n")}\n`,
  );
  const intro =
    "What a portal can answer, and the example in the description that shows it. The last column is the `Prefer` " +
    "header that makes the mock answer so.";
  const text = [
    `<!-- ${header("spec/outcomes.yaml and the bundle")} -->\n`,
    "# Outcomes\n",
    `${intro}\n`,
    ...sections,
  ].join("\n");
  return { [at("outcomes.md")]: text };
}

function row({ when, example, leftOut }: Outcome, places: Map<string, Place[]>, document: Document): string {
  if (leftOut) return `| ${cell(when)} | left out: ${cell(leftOut)} | – | – |`;
  const found = places.get(example!);
  if (!found)
    throw new Error(`spec/outcomes.yaml names the example "${example}", which no answer of the description shows`);
  const { value } = document.components.examples[example!];
  const codeAndText = value?.error === undefined ? "" : `\`${value.error}\` ${cell(value.error_description ?? "")}`;
  const { status, key } = found[0]!;
  return `| ${cell(when)} | ${codeAndText} | [${example}](examples/${example}.yaml) | \`code=${status}, example=${key}\` |`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
