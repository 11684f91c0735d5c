// The gates of the description. Each of them says its own, also where one before it stops: a field that is removed fails
// an example first, and only the last gate tells whom that breaks.

import { globSync } from "node:fs";
import { redocly } from "@b24-calllist/testkit/redocly";
import { specDir } from "./paths.ts";

const { code, output } = await redocly(
  ["lint", "calllist", ...globSync("workflows/*.arazzo.yaml", { cwd: specDir })],
  specDir,
);
(code === 0 ? console.log : console.error)(output);
if (code !== 0) process.exitCode = code;
for (const gate of ["./score.ts", "./diff.ts"]) {
  await import(gate).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
