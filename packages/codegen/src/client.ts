// Ends the generator of a client: its files, and the table of retries in its README.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { emit, type Files, header } from "./index.ts";
import { type LanguageName, modelOf, type SdkModel } from "./model.ts";
import { type Client, retriesTable, withPart } from "./outcomes/markdown.ts";

/**
 * Writes them, or checks them as `emit` does.
 *
 * @param folder the client's package, from which it finds the description
 * @param render the files by path in the package; `version` is the package's, `sdk` the document that the model is made of
 */
export async function emitClient(
  folder: URL,
  language: LanguageName,
  render: (model: SdkModel, version: string, sdk: object) => Files | Promise<Files>,
  client: Client,
): Promise<void> {
  const require = createRequire(folder);
  const [sdk, catalogue, behaviour] = ["sdk", "errors", "behaviour"].map((name) =>
    require(`@b24-calllist/spec/${name}.json`),
  );
  const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const model = modelOf(sdk, catalogue, behaviour, language);
  const files = await render(model, version, sdk);
  const readme = fileURLToPath(new URL("README.md", folder));
  await emit({
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [fileURLToPath(new URL(path, folder)), text])),
    [readme]: await withPart(readme, "retries", header("spec/behaviour.yaml"), retriesTable(model.behaviour, client)),
  });
}
