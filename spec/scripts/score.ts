// `redocly score`: how easily a program, or an assistant, finds its way. A gate against sliding down.
import { redocly } from "@b24-calllist/testkit/redocly";
import { specDir } from "./paths.ts";

// What is missing to 100 is spent on truth: every operation has open sets (error codes, statuses) as `anyOf`, which
// the score counts as unclear, and a batch answer is as deep as portals make it.
const LEAST = 83;

const { code, stdout, output } = await redocly(["score", "calllist", "--format", "json"], specDir);
if (code !== 0) throw new Error(`redocly score failed:\n${output}`);

const { agentReadiness, subscores } = JSON.parse(stdout);
const parts = Object.entries(subscores as Record<string, number>).map(
  ([name, part]) => `${name} ${Math.round(part * 100)}`,
);
console.log(
  `redocly score: ${agentReadiness} of 100, at least ${LEAST} is asked for (${parts.join(", ")}; the zeros are explained in spec/README.md)`,
);
if (agentReadiness < LEAST) process.exitCode = 1;
