// Runs the checks in Node, Bun and Deno: main.js PLACES FILE, and prints what they saw as its last line.
import process from "node:process";
import { smoke } from "./smoke.ts";
import { smokeFile } from "./smoke-file.ts";

const [places, file] = process.argv.slice(2);
const seen = await smoke(JSON.parse(places!));
console.log(JSON.stringify({ ...seen, ...(await smokeFile(JSON.parse(places!), file!)) }));
