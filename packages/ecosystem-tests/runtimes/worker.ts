// Runs the checks in workerd, as a test of a worker, and prints what they saw as its last line.
import { type Places, smoke } from "./smoke.ts";

export default {
  async test(_controller: unknown, { places }: { places: Places }): Promise<void> {
    console.log(JSON.stringify(await smoke(places)));
  },
};
