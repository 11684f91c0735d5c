// Writes the client's generated files, and the table of retries in its README.
import { emitClient } from "@b24-calllist/codegen/client";
import { pythonFiles } from "@b24-calllist/codegen/languages/python";

await emitClient(new URL("../", import.meta.url), "python", pythonFiles, { add: "add" });
