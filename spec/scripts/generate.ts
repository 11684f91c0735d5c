// Everything that is made from the hand-written files of this folder, in the order in which it flows:
// errors.yaml -> enums and the error table -> bundle -> table of outcomes.
import { emit, type Files } from "@b24-calllist/codegen";
import { bundle } from "./bundle.ts";
import { errorFiles } from "./errors.ts";
import { outcomesTable } from "./outcomes.ts";

const files: Files = await errorFiles();
await emit(files); // before bundling: the bundle reads them from disk
const made = await bundle();
await emit({ ...made.files, ...(await outcomesTable(made.document)) });
