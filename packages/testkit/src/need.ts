#!/usr/bin/env node
// need PROGRAM … -- COMMAND …: runs a command of a package that is not JavaScript, if its toolchain is here.
// Otherwise it says what was skipped; with CI=true that is a failure.
import { spawnSync } from "node:child_process";
import { missing, mustRun } from "./toolchain.ts";

const args = process.argv.slice(2);
const split = args.indexOf("--");
const [command, ...rest] = args.slice(split + 1);
if (split < 1 || command === undefined) {
  console.error("Usage: need PROGRAM … -- COMMAND ARGUMENT …");
  process.exit(2);
}
const absent = missing(args.slice(0, split));
if (absent.length > 0) {
  console.log(`skipped: ${absent.join(" and ")} not found; not run: ${[command, ...rest].join(" ")}`);
  process.exit(mustRun() ? 1 : 0);
}
process.exit(spawnSync(command, rest, { stdio: "inherit" }).status ?? 1);
