// Writes the Java client's generated files, and the table of retries in its README. The version is that of pom.xml.
import { readFileSync } from "node:fs";
import { emitClient } from "@b24-calllist/codegen/client";
import { javaFiles } from "@b24-calllist/codegen/languages/java";

const folder = new URL("../", import.meta.url);
const [, version] = /<version>([\d.]+)/.exec(readFileSync(new URL("pom.xml", folder), "utf8"))!;
const sources = "src/main/java/io/github/b24calllist";

await emitClient(
  folder,
  "java",
  (model) =>
    Object.fromEntries(Object.entries(javaFiles(model, version!)).map(([name, text]) => [`${sources}/${name}`, text])),
  { add: "add" },
);
