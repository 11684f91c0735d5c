// Plays cases to one client, and says what was wrong.
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { outcomeDiffers } from "./compare.ts";
import { Driver, type Told } from "./driver.ts";
import { PlayedPortal, SECRETS } from "./portal.ts";
import type { Target } from "./target.ts";
import type { ExpectedError, Outcome, SandboxScene, Vector } from "./vector.ts";

/** What was wrong in a case: nothing, or a line for each thing. */
export interface Played {
  vector: Vector;
  wrong: string[];
  told?: Told;
}

const DEFAULTS = { timeout: 5000, retryDelay: 0, attempts: 5 };

/** Plays the cases to a client, one after the other. */
export async function play(target: Target, vectors: readonly Vector[]): Promise<Played[]> {
  const portal = await PlayedPortal.start();
  const sandbox = await startSandbox({ limits: false });
  const demo = sandbox.control.state;
  let driver = new Driver(target.command, target.folder);
  const played: Played[] = [];
  try {
    for (const vector of vectors) {
      sandbox.control.seed(demo);
      const result = await playOne(driver, vector, portal, sandbox);
      played.push(result);
      if (!result.told) {
        await driver.close();
        driver = new Driver(target.command, target.folder);
      }
    }
  } finally {
    await driver.close();
    portal.close();
    await sandbox.close();
  }
  return played;
}

async function playOne(driver: Driver, vector: Vector, portal: PlayedPortal, sandbox: Sandbox): Promise<Played> {
  const scene = vector.sandbox ? onSandbox(vector, sandbox) : onPlayedPortal(vector, portal);
  const line = { id: vector.id, auth: scene.auth, options: { ...DEFAULTS, ...vector.options }, call: vector.call };
  let told: Told;
  const began = Date.now();
  try {
    told = await driver.call(line);
  } catch (error) {
    const text = `the driver gave no answer: ${error}\n${driver.complaints().slice(-2000)}`;
    return { vector, wrong: [text, ...scene.mistakes()] };
  }
  const outcome = JSON.parse(JSON.stringify(vector.outcome).replaceAll("{other}", portal.otherHost)) as Outcome;
  const differs = outcomeDiffers(outcome, told, [began, Date.now()]);
  return { vector, told, wrong: [...scene.mistakes(told), ...(differs ? [differs] : []), ...leaks(told, driver)] };
}

interface Scene {
  auth: object;
  /** What was wrong with the requests, and with what has become of the portal after the client told this. */
  mistakes: (told?: Told) => string[];
}

function onPlayedPortal({ auth = "webhook", below = "", exchanges = [] }: Vector, portal: PlayedPortal): Scene {
  const isWebhook = auth === "webhook";
  const prefix = below + (isWebhook ? `/rest/1/${SECRETS.code}` : "/rest");
  portal.play(exchanges, prefix);
  const token = { kind: "oauth", portal: portal.origin + below, accessToken: SECRETS.token };
  return {
    auth: isWebhook
      ? { kind: "webhook", url: `${portal.origin}${prefix}/` }
      : { ...token, ...(auth === "renewable" && { renewedToken: SECRETS.renewed }) },
    mistakes: () => portal.mistakes(),
  };
}

function onSandbox({ sandbox: scene }: Vector, { control, url }: Sandbox): Scene {
  const { user, faults = [], lists = [], requests, made, list } = scene!;
  if (lists.length > 0) control.seed(withLists(control.state, lists));
  for (const fault of faults) control.addFault(fault as Parameters<typeof control.addFault>[0]);
  const count = (): number => control.state.lists!.length;
  const [listsBefore, before] = [count(), control.requests.length];
  return {
    auth: { kind: "webhook", url: `${url}/rest/${user}/xxxxxxxxxxxxxxxx/` },
    mistakes: (told) => {
      const [sent, added] = [control.requests.length - before, count() - listsBefore];
      return [
        ...(requests !== undefined && sent > requests ? [`${sent} requests, and ${requests} at most were wanted`] : []),
        ...(made !== undefined && added !== made ? [`${added} call lists were made, and not ${made}`] : []),
        ...(list ? wrongWithList(list, control.state) : []),
        ...(added > 0 && isDenied(told)
          ? [`${added} call lists were made, and the client says that nothing was executed`]
          : []),
      ];
    },
  };
}

/** Whether the client says for certain that the portal has not executed the call. */
const isDenied = ({ error }: Partial<Told> = {}): boolean =>
  (error as Partial<ExpectedError> | undefined)?.executed === "no";

type Seed = Sandbox["control"]["state"];

function withLists(seed: Seed, lists: NonNullable<SandboxScene["lists"]>): Seed {
  const row = { DATE_CREATE: "2026-08-20 09:00:00", CREATED_BY_ID: 1, WEBFORM_ID: null, ENTITY_TYPE_ID: 3 };
  return { ...seed, lists: [...(seed.lists ?? []), ...lists.map((list) => ({ ...row, ...list }))] } as Seed;
}

/** A list that is not as it has to be. The order of its participants does not matter. */
function wrongWithList(
  { id, participants, webform }: NonNullable<SandboxScene["list"]>,
  { lists = [] }: Seed,
): string[] {
  const list = lists.find(({ ID }) => ID === id);
  const rows = (list?.participants ?? []) as (number | { ID: number })[];
  const ids = rows.map((row) => (typeof row === "number" ? row : row.ID)).sort((a, b) => a - b);
  return [
    ...(String(ids) === String(participants)
      ? []
      : [`list ${id} has the participants ${ids}, and not ${participants}`]),
    ...(list?.WEBFORM_ID === webform ? [] : [`list ${id} has the web form ${list?.WEBFORM_ID}, and not ${webform}`]),
  ];
}

function leaks({ shown }: Told, driver: Driver): string[] {
  if (!shown) return ["the driver does not show the client and its errors"];
  const places = { "what the client shows": shown, "its error output": driver.complaints() };
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(SECRETS)
      .filter(([, secret]) => text.includes(secret))
      .map(([name]) => `a secret (${name}) is in ${place}`),
  );
}
