// Prints random parameters with the commands made of them, for php-commands.php to take apart. To make the vectors anew,
// with PHP 8.2, from this package's folder:
//   node test/data/php-commands.ts | php -n test/data/php-commands.php > test/data/php-commands.json
// The output is committed, so the tests need no PHP.
import fc from "fast-check";
import { encodeCommand } from "../../src/internal/encode-command.ts";
import { randomParams } from "../random-params.ts";

const noReference = (): never => {
  throw new Error("there are none");
};
const cases = fc.sample(randomParams, { numRuns: 300, seed: 2026 }).flatMap((params) => {
  // What is refused (a text that looks like a reference, a half of a surrogate pair) has tests of its own.
  try {
    return [{ params, command: encodeCommand("crm.calllist.list", params, noReference) }];
  } catch {
    return [];
  }
});
console.log(JSON.stringify(cases));
