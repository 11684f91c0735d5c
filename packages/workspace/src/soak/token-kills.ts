// Token stores after kill -9 in the middle of a renewal. A refresh token is good once. So where new tokens have arrived and
// were stored, they must be there; the file is always whole; and the lock of a process that died does not last. What
// cannot be saved: tokens of a process that was killed between the server's response and the end of its write.
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Application, type ApplicationSettings, applications, run } from "./applications.ts";
import { Child } from "./child.ts";
import type { Dice } from "./dice.ts";
import type { Outcome, Setting } from "./outcome.ts";
import { sandbox } from "./programs.ts";
import { type Pair, TokenServer } from "./token-server.ts";

/** Seconds for which an access token is good, and one more. */
const HOUR = 3601;
/** Milliseconds within which new tokens are asked for, if at all. */
const PATIENCE = 3000;

/** @param lanes applications at the same time, each with a portal and a store of its own; they mostly wait for locks */
export async function killApplications(kills: number, lanes: number, dice: Dice, setting: Setting): Promise<Outcome> {
  const left = { kills: kills * applications.length };
  const all = await Promise.all(
    applications.flatMap((application) =>
      Array.from({ length: Math.min(lanes, kills) }, (_, index) => Lane.start(application, index, setting)),
    ),
  );
  await Promise.all(
    all.map(async (lane, index) => {
      for (let round = 0; left.kills > 0 && !setting.signal.aborted; round++) {
        left.kills--;
        await lane.round(dice.for(index).for(round)).catch((error: Error) => lane.fail(error.message));
        setting.progress(`${kills * applications.length - left.kills} applications killed`);
      }
      await lane.close();
    }),
  );
  const sum = (count: (lane: Lane) => number): number => all.reduce((total, lane) => total + count(lane), 0);
  return {
    summary:
      `${sum(({ counts }) => counts.killed)} applications killed while they renewed tokens; ` +
      `${sum(({ counts }) => counts.renewed)} renewals were stored. ${sum(({ counts }) => counts.unsaved)} pairs of tokens ` +
      "were lost between the server's response and the end of the write, which no store can prevent. " +
      `${sum(({ leftovers }) => leftovers)} unfinished files are left`,
    failures: setting.signal.aborted ? [] : all.flatMap(({ failures }) => failures),
  };
}

/** An application, its portal and its store. */
class Lane {
  readonly failures: string[] = [];
  readonly counts = { killed: 0, renewed: 0, unsaved: 0 };
  readonly #application: Application;
  readonly #portal: Child;
  readonly #server: TokenServer;
  readonly #folder: string;

  private constructor(application: Application, folder: string, portal: Child, server: TokenServer) {
    this.#application = application;
    this.#portal = portal;
    this.#server = server;
    this.#folder = folder;
    mkdirSync(this.#folder);
  }

  static async start(application: Application, index: number, setting: Setting): Promise<Lane> {
    const portal = await Child.start(sandbox("--port", "0"));
    const folder = join(setting.folder, `tokens-${application.language}-${index}`);
    const lane = new Lane(application, folder, portal, await TokenServer.start(new URL(portal.address).origin));
    const settings: ApplicationSettings = { ...CREDENTIALS, store: lane.#store, server: lane.#server.url };
    writeFileSync(lane.#settings, JSON.stringify(settings));
    lane.#install();
    return lane;
  }

  async close(): Promise<void> {
    this.#server.close();
    await this.#portal.kill("SIGTERM");
  }

  get #store(): string {
    return join(this.#folder, "tokens.json");
  }

  get #settings(): string {
    return join(this.#folder, "settings.json");
  }

  /** Files beside the store, its lock and the settings: what a process was writing when it was killed. */
  get leftovers(): number {
    return readdirSync(this.#folder).filter((name) => !/^(tokens|settings)\.json(\.lock.*)?$/.test(name)).length;
  }

  fail(what: string): void {
    this.failures.push(`token store, ${this.#application.language}: ${what} (${this.#folder})`);
  }

  /** Puts the demo portal's tokens into the store. */
  #install(): void {
    writeFileSync(this.#store, JSON.stringify({ ...TOKENS, client_endpoint: `${this.#server.url}/rest/` }));
  }

  async round(dice: Dice): Promise<void> {
    await this.#control("clock", { turn: HOUR });
    const before = this.#server.newest;
    const [victim, ...others] = Array.from({ length: dice.between(1, 4) }, () => this.#run()) as [Child, ...Child[]];
    await this.#moment(dice);
    if (!victim.hasEnded) await victim.kill("SIGKILL");
    this.counts.killed++;
    const codes = await Promise.all(others.map((child) => child.end()));
    if (this.#isLost()) return this.#reinstall();
    const last = this.#run();
    for (const [index, code] of [...codes, await last.end()].entries())
      if (code !== 0) this.fail((others[index] ?? last).failure(`ended with ${code}`).message);
    this.#isLost();
    if (this.#server.newest !== before) this.counts.renewed++;
  }

  #run(): Child {
    return new Child(run(this.#application, this.#settings));
  }

  /** Waits for the moment of the kill: any, or about when new tokens are asked for or given. */
  async #moment(dice: Dice): Promise<void> {
    const [kind, milliseconds] = [dice.next(), dice.next()];
    if (kind < 0.3) return delay(milliseconds * 1000);
    const event = kind < 0.6 ? "asked" : "given";
    // Of all moments, these are the ones to look at: the request is under way, or the new tokens are being written.
    await Promise.race([once(this.#server, event), delay(PATIENCE)]);
    await delay(milliseconds * 20);
  }

  /**
   * Looks at the store: whether it is whole, and holds the newest tokens if an application has used them. True where its
   * refresh token is spent, because the application was killed before it had written the new one.
   */
  #isLost(): boolean {
    const { access_token, refresh_token } = JSON.parse(readFileSync(this.#store, "utf8")) as Pair;
    const { newest } = this.#server;
    if (newest && access_token !== newest.access_token && this.#server.isUsed(newest.access_token))
      this.fail("new tokens were used, and are not in the store");
    return this.#server.isSpent(refresh_token);
  }

  /** Begins anew with the tokens of the demo portal, as after an installation. */
  async #reinstall(): Promise<void> {
    this.counts.unsaved++;
    await this.#control("reset", {});
    this.#server.forget();
    this.#install();
  }

  async #control(what: string, body: object): Promise<void> {
    const url = new URL(`/__sandbox/${what}`, this.#portal.address);
    const { ok, status } = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    if (!ok) throw this.#portal.failure(`answered ${what} with ${status}`);
  }
}

const CREDENTIALS = { clientId: "local.sandbox", clientSecret: "sandbox-client-secret" };
const TOKENS: Pair = { access_token: "sandbox-access-token", refresh_token: "sandbox-refresh-token" };
