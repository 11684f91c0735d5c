// Writes the client's generated files, and the table of retries in its README.
import { emitClient } from "@b24-calllist/codegen/client";
import { phpFiles } from "@b24-calllist/codegen/languages/php";

await emitClient(new URL("../", import.meta.url), "php", phpFiles, { add: "add" });
