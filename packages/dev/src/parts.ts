// The parts in which CI runs the tests side by side. Each package is in one of them.
import { globSync } from "node:fs";
import { root } from "./run.ts";

export interface Part {
  /** Folders of packages. */
  packages: string[];
  /** The client whose conformance cases belong to it. */
  conformance?: string;
  /** Its tests wait for those of the clients, since they compile in the same folders. Alone, they need not. */
  alone?: true;
}

const CLIENTS = ["go", "java", "php", "python"];

const clients = CLIENTS.map((id): [string, Part] => [id, { packages: [`packages/${id}`], conformance: id }]);

const together: Record<string, Part> = {
  conformance: { packages: ["packages/conformance", "examples"], alone: true },
  docs: { packages: ["docs/site"], alone: true },
  workspace: { packages: ["packages/dev"] },
};

const elsewhere = [...clients.map(([, part]) => part), ...Object.values(together)].flatMap(({ packages }) => packages);

export const PARTS: Record<string, Part> = {
  typescript: {
    packages: globSync(["spec/package.json", "packages/*/package.json"], { cwd: root })
      .map((file) => file.replace("/package.json", ""))
      .filter((folder) => !elsewhere.includes(folder))
      .sort(),
  },
  ...Object.fromEntries(clients),
  ...together,
};
