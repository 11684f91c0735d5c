// npm run tour: every method once, through the built client, against the mock on a free port.
import { run } from "./run.ts";

const built = await run(
  "turbo",
  [
    "run",
    "build",
    "--filter=@b24-calllist/mock",
    "--filter=@b24-calllist/client",
    "--output-logs=errors-only",
    "--log-prefix=none",
  ],
  {},
  "quiet",
);
if (built !== 0) process.exit(built);

// Only now, since these are what was just built.
const { batch, createClient, isPortalError, iterate, webhook } = await import("@b24-calllist/client");
const { startMock } = await import("@b24-calllist/mock");

const mock = await startMock();
try {
  const b24 = createClient({ auth: webhook(mock.webhookUrl) });
  console.log(
    `A mock portal at ${mock.url}, called through the client. Its answers are the examples of the description.\n`,
  );

  await show("crm.calllist.statuslist", {}, (params) => b24.call("crm.calllist.statuslist", params));
  await show("crm.calllist.add", { ENTITY_TYPE: "CONTACT" as const, ENTITIES: [9, 17, 19] }, (params) =>
    b24.call("crm.calllist.add", params),
  );
  const list = await show("crm.calllist.get", { ID: 13 }, (params) => b24.call("crm.calllist.get", params));
  await show("crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } }, (params) =>
    b24.call("crm.calllist.items.get", params),
  );
  // The form is sent along, or the portal would clear it.
  const update = { LIST_ID: 13, ENTITY_TYPE: "CONTACT" as const, ENTITIES: [9, 17, 21], WEBFORM_ID: list.WEBFORM_ID };
  await show("crm.calllist.update", update, (params) => b24.call("crm.calllist.update", params));
  await show("crm.calllist.list", { FILTER: { ">ID": 20 }, ORDER: { ID: "ASC" as const } }, (params) =>
    b24.call("crm.calllist.list", params),
  );
  const commands = { list: ["crm.calllist.get", { ID: 13 }], statuses: ["crm.calllist.statuslist"] } as const;
  await show("batch", commands, () => batch(b24, commands));

  console.log("A list read whole, although nothing says where it ends:");
  for await (const { ID, STATUS } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 })) {
    console.log(`  ${ID} ${STATUS}`);
  }

  console.log("\nAnd a refusal, as the client throws it:");
  await b24.call("crm.calllist.get", { ID: 0 }).catch((error: unknown) => {
    if (!isPortalError(error, "crm.calllist.get")) throw error;
    console.log(`  ${error.name}: ${error.message}\n`);
  });

  const unexpected = mock.violations.filter(({ status }) => status === 200);
  if (unexpected.length > 0) throw new Error(`the mock complained: ${JSON.stringify(unexpected)}`);
} finally {
  await mock.close();
}

/** Makes a call, and prints request and answer on a line each. */
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
