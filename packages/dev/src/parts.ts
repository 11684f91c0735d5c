// The parts in which CI runs the tests side by side. Each package is in one of them.
import { globSync } from "node:fs";
import { readTargets } from "@b24-calllist/conformance/target";
import { root } from "./run.ts";

export interface Part {
  /** Folders of packages. */
  packages: string[];
  /** The client whose conformance cases and example belong to it. */
  client?: string;
  /** Its tests wait for those of the clients, since they compile in the same folders. Alone, they need not. */
  alone?: true;
}

/** Whose conformance cases and example are a task of their own. */
export const CLIENTS = readTargets().map(({ id }) => id);

const others: Record<string, Part> = {
  ...Object.fromEntries(
    CLIENTS.filter((id) => id !== "client").map((id) => [id, { packages: [`packages/${id}`], client: id }]),
  ),
  docs: { packages: ["docs/site"], alone: true },
  workspace: { packages: ["packages/dev"] },
};

export const PARTS: Record<string, Part> = {
  typescript: {
    packages: globSync(["spec/package.json", "examples/package.json", "packages/*/package.json"], { cwd: root })
      .map((file) => file.replace("/package.json", ""))
      .filter((folder) => !Object.values(others).some(({ packages }) => packages.includes(folder)))
      .sort(),
    client: "client",
  },
  ...others,
};
