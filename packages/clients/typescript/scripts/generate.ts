// Writes the client's generated files, and the table of retries in its README.
import { emitClient } from "@b24-calllist/codegen/client";
import { typescriptFiles } from "@b24-calllist/codegen/languages/typescript";

await emitClient(new URL("../", import.meta.url), "typescript", typescriptFiles, {
  add: "add",
  follows: true,
  hasLimiter: true,
});
