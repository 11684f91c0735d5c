// The parts in which CI runs the tests side by side. Each package is in one of them.
import { readTargets } from "@b24-calllist/conformance/target";
import { packageFolders } from "@b24-calllist/testkit/packages";
import { root } from "@b24-calllist/testkit/run";

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
    CLIENTS.filter((id) => id !== "typescript").map((id) => [id, { packages: [`packages/clients/${id}`], client: id }]),
  ),
  docs: { packages: ["docs/site"], alone: true },
  workspace: { packages: ["packages/workspace"] },
};

export const PARTS: Record<string, Part> = {
  typescript: {
    packages: packageFolders(root).filter(
      (folder) => !Object.values(others).some(({ packages }) => packages.includes(folder)),
    ),
    client: "typescript",
  },
  ...others,
};
