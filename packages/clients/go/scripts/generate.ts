// Writes the client's generated files, and the table of retries in its README.
import { emitClient } from "@b24-calllist/codegen/client";
import { goFiles } from "@b24-calllist/codegen/languages/go";

await emitClient(new URL("../", import.meta.url), "go", goFiles, { add: "Add" });
