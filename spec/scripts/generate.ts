// Everything that is made from the hand-written files of this folder, in the order in which it flows:
// errors.yaml and behaviour.yaml -> enums and tables -> bundle -> behaviour.json, sdk.json and the table of outcomes.
import { emit, type Files } from "@b24-calllist/codegen";
import { behaviourFiles, retriesPage } from "./behaviour.ts";
import { bundle } from "./bundle.ts";
import { errorFiles } from "./errors.ts";
import { outcomesTable } from "./outcomes.ts";
import { sdkFile } from "./sdk.ts";

const files: Files = { ...(await errorFiles()), ...(await retriesPage()) };
await emit(files); // before bundling: the bundle reads them from disk
const made = await bundle();
await emit({
  ...made.files,
  ...(await behaviourFiles(made.document)),
  ...(await sdkFile(made.parts)),
  ...(await outcomesTable(made.document)),
});
