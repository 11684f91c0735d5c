// npm run sbom: writes an SBOM (CycloneDX) for each package on npm into sbom/, or into the folder that is named.
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { unpackWithDependencies } from "@b24-calllist/testkit/packed";
import { root } from "@b24-calllist/testkit/run";
import { npmPackages } from "./keep-release.ts";

const exec = promisify(execFile);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const into = process.argv[2] ?? "sbom";
  await mkdir(join(root, into), { recursive: true });
  for (const folder of npmPackages(root)) {
    const unpacked = await unpackWithDependencies(folder);
    const { file, text } = await sbomOf(unpacked);
    await writeFile(join(root, into, file), text);
    await rm(dirname(unpacked), { recursive: true });
    console.log(`${into}/${file}`);
  }
}

/** The SBOM of a package in a folder of its own, from `npm sbom`, and the name for its file. */
export async function sbomOf(folder: string): Promise<{ file: string; text: string }> {
  const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { stdout } = await exec("npm", ["sbom", "--sbom-format", "cyclonedx"], { cwd: folder });
  const sbom = JSON.parse(stdout);
  sbom.metadata.component.name = name; // npm takes the folder's
  return {
    file: `${name.replace("@", "").replace("/", "-")}-${version}.cdx.json`,
    text: `${JSON.stringify(sbom, null, 2)}\n`,
  };
}
