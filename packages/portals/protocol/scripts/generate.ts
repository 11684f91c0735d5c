// What a portal counts and allows, for mock and sandbox: the numbers of the description that are about portals.
import { fileURLToPath } from "node:url";
import { emit, header } from "@b24-calllist/codegen";
import { typescriptNumbers } from "@b24-calllist/codegen/numbers";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };

const { numbers } = behaviour;
const OF_PORTALS = [
  "page-size",
  "batch-size",
  "max-id",
  "operating-window",
  "cloud-burst",
  "cloud-rate",
  "enterprise-burst",
  "enterprise-rate",
] as const;

await emit({
  [fileURLToPath(new URL("../src/numbers.gen.ts", import.meta.url))]: [
    `// ${header("spec/dist/behaviour.json")}\n`,
    typescriptNumbers({ numbers: Object.fromEntries(OF_PORTALS.map((name) => [name, numbers[name]])) }),
  ].join("\n"),
});
