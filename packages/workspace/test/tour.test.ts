import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("../src/tour.ts", import.meta.url));

it("the tour calls every method, prints each request and answer, and ends by itself", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  for (const method of ["add", "get", "list", "update", "items.get", "statuslist"]) {
    expect(stdout).toMatch(new RegExp(`^→ crm\\.calllist\\.${method.replace(".", "\\.")} \\{.*\\}\\n← .+$`, "m"));
  }
  expect(stdout).toMatch(/^→ batch \{.*\}\n← .+$/m);
  expect(stdout).toContain("iterate: 130 participants");
  expect(stdout).toContain("changeParticipants: 23,25 joined list 51, 21 left");
  expect(stdout).toContain("waitUntilDone: true");
  expect(stdout).toContain("PortalError: crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 400)");
}, 60_000);
