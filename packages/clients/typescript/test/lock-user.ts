// A process that uses a tokens' file: `count` adds one to a number under the lock, as often as asked; `hold` takes the lock, says
// so, and keeps it; `write` stores one pair of tokens after the other under the lock until it is killed.
import { readFileSync, writeFileSync } from "node:fs";
import { fileStore } from "../src/file-store.ts";

const [what, path, times] = process.argv.slice(2) as [string, string, string];
const store = fileStore(path);

if (what === "count") {
  for (let time = 0; time < Number(times); time++) {
    await store.lock(async () => {
      const number = Number(readFileSync(`${path}.number`, "utf8"));
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(`${path}.number`, String(number + 1));
    });
  }
}
if (what === "hold") {
  await store.lock(async () => {
    console.log("in");
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  });
}
if (what === "write") {
  for (let number = 1; ; number++) {
    const tokens = {
      access_token: `access-token-${number}`,
      refresh_token: `refresh-token-${number}`,
      expires_in: 3600,
    };
    await store.lock(() => store.set(tokens));
    if (number === 1) console.log("in");
  }
}
