// The linters of the Go client, at their strictest: gofmt, go vet, and all of staticcheck. They run even when one before
// them has found something.
import { spawnSync } from "node:child_process";

const STATICCHECK = "honnef.co/go/tools/cmd/staticcheck@v0.8.2";

const run = (...[command, ...args]: [string, ...string[]]): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? stdout : `${error ?? ""}${stdout}${stderr}`;
};

const found = [
  run("gofmt", "-l", "-s", ".").replace(/.+/g, "gofmt: $&"),
  run("go", "vet", "./..."),
  run("go", "run", STATICCHECK, "./..."),
].join("");
if (found) {
  console.error(found.trim());
  process.exitCode = 1;
}
