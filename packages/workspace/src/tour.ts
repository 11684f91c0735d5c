// npm run tour: the life of a call list, every method once, through the built client, on a sandbox on a free port.
import { run } from "@b24-calllist/testkit/run";

const built = await run(
  "turbo",
  [
    "run",
    "build",
    "--filter=@b24-calllist/sandbox",
    "--filter=@b24-calllist/client",
    "--output-logs=errors-only",
    "--log-prefix=none",
  ],
  {},
  "quiet",
);
if (built !== 0) process.exit(built);

// Only now, since these are what was just built.
const { batch, changeParticipants, createClient, isPortalError, iterate, progressOf, waitUntilDone, webhook } =
  await import("@b24-calllist/client");
const { startSandbox } = await import("@b24-calllist/sandbox");

const sandbox = await startSandbox();
try {
  const b24 = createClient({ auth: webhook(sandbox.webhookUrl) });
  console.log(`A sandbox portal at ${sandbox.url}, called through the client.\n`);

  await show("crm.calllist.statuslist", {}, (params) => b24.call("crm.calllist.statuslist", params));
  const contacts = { ENTITY_TYPE: "CONTACT" as const, ENTITIES: [9, 17, 19], WEBFORM_ID: 5 };
  const id = await show("crm.calllist.add", contacts, (params) => b24.call("crm.calllist.add", params));
  const list = await show("crm.calllist.get", { ID: id }, (params) => b24.call("crm.calllist.get", params));

  console.log("An operator reaches contact 17, and not contact 9.\n");
  sandbox.control.setParticipant(id, 17, { STATUS: "SUCCESS" });
  sandbox.control.setParticipant(id, 9, { STATUS: "WRONG_NUMBER" });
  await show("crm.calllist.items.get", { LIST_ID: id, FILTER: { STATUS: "IN_WORK" } }, (params) =>
    b24.call("crm.calllist.items.get", params),
  );

  // The form is sent along, or the portal would clear it.
  const update = { ...contacts, LIST_ID: id, ENTITIES: [17, 19, 21], WEBFORM_ID: list.WEBFORM_ID };
  await show("crm.calllist.update", update, (params) => b24.call("crm.calllist.update", params));
  await show("crm.calllist.list", { FILTER: { ">=ID": id } }, (params) => b24.call("crm.calllist.list", params));
  const commands = { list: ["crm.calllist.get", { ID: id }], statuses: ["crm.calllist.statuslist"] } as const;
  await show("batch", commands, () => batch(b24, commands));

  console.log("From here on, operators call: a status is set before each request, and before each command of a batch.");
  sandbox.control.setOperators({ chance: 1, lists: [id, 30] });
  const ids = new Set<number>();
  for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 30 })) ids.add(ID);
  console.log(
    `  iterate: ${ids.size} participants of list 30, each exactly once, although no response says where the list ends`,
  );
  const { added, removed } = await changeParticipants(b24, id, { add: [23, 25], remove: [21] });
  console.log(`  changeParticipants: ${added} joined list ${id}, ${removed} left, and the web form is kept`);
  const { done } = await waitUntilDone(b24, id, { within: 60_000, interval: 10 });
  console.log(`  waitUntilDone: ${done}`);
  const { byStatus } = await progressOf(b24, id);
  console.log(`  progressOf: ${brief(byStatus)}`);

  console.log("\nAnd a rejection, as the client throws it:");
  await b24.call("crm.calllist.get", { ID: 999 }).catch((error: unknown) => {
    if (!isPortalError(error, "crm.calllist.get")) throw error;
    console.log(`  ${error.name}: ${error.message}\n`);
  });

  console.log("What the portal noted, without the operators:");
  const changes = sandbox.control.requests.flatMap(({ changes }) => changes);
  for (const change of changes.filter((change) => !change.startsWith("operator"))) console.log(`  ${change}`);
} finally {
  await sandbox.close();
}

/** Makes a call, and prints request and response on a line each. */
async function show<P, R>(method: string, params: P, call: (params: P) => Promise<R>): Promise<R> {
  console.log(`→ ${method} ${brief(params)}`);
  const result = await call(params);
  console.log(`← ${brief(result)}\n`);
  return result;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 150 ? `${text.slice(0, 150)}…` : text;
}
