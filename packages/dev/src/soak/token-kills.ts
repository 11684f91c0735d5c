// Token stores after kill -9 in the middle of a renewal. A refresh token is good once. So where new tokens have arrived and
// were stored, they must be there; the file is always whole; and the lock of a process that died does not last. What
// cannot be saved: tokens of a process that was killed between the server's response and the end of its write.
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
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
/** Milliseconds for which an application may wait for a lock before the lock is made to look old. */
const PATIENCE = 3000;

export async function killApplications(kills: number, dice: Dice, setting: Setting): Promise<Outcome> {
  const failures: string[] = [];
  const counts = { killed: 0, renewed: 0, unsaved: 0, locks: 0, leftovers: 0 };
  for (const [index, application] of applications.entries()) {
    const lane = await Lane.start(application, setting);
    try {
      for (let round = 0; round < kills && !setting.signal.aborted; round++) {
        await lane.round(dice.for(index).for(round));
        setting.progress(`${round + 1} of ${kills} applications in ${application.language} killed`);
      }
    } catch (error) {
      if (!setting.signal.aborted) lane.failures.push((error as Error).message);
    } finally {
      await lane.close();
    }
    for (const name of ["killed", "renewed", "unsaved", "locks"] as const) counts[name] += lane.counts[name];
    counts.leftovers += lane.leftovers;
    failures.push(...lane.failures.map((what) => `token store, ${application.language}: ${what}`));
  }
  const { killed, renewed, unsaved, locks, leftovers } = counts;
  return {
    summary:
      `${killed} applications killed while they renewed tokens; ${renewed} renewals were stored. ${unsaved} pairs of tokens ` +
      `were lost between the server's response and the write, which no store can prevent. ${locks} locks of the dead had to ` +
      `grow old; ${leftovers} unfinished files are left`,
    failures,
  };
}

/** An application, its portal and its store. */
class Lane {
  readonly failures: string[] = [];
  readonly counts = { killed: 0, renewed: 0, unsaved: 0, locks: 0 };
  readonly #application: Application;
  readonly #portal: Child;
  readonly #server: TokenServer;
  readonly #folder: string;

  private constructor(application: Application, { folder }: Setting, portal: Child, server: TokenServer) {
    this.#application = application;
    this.#portal = portal;
    this.#server = server;
    this.#folder = join(folder, `tokens-${application.language}`);
    mkdirSync(this.#folder);
  }

  static async start(application: Application, setting: Setting): Promise<Lane> {
    const portal = await Child.start(sandbox("--port", "0"));
    const lane = new Lane(application, setting, portal, await TokenServer.start(new URL(portal.address).origin));
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

  get #lock(): string {
    return `${this.#store}.lock`;
  }

  get #settings(): string {
    return join(this.#folder, "settings.json");
  }

  /** Files beside the store, its lock and the settings: what a process was writing when it was killed. */
  get leftovers(): number {
    return readdirSync(this.#folder).length - [this.#store, this.#lock, this.#settings].filter(existsSync).length;
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
    const codes = await Promise.all(others.map((child) => this.#end(child)));
    if (this.#isLost()) return this.#reinstall();
    const last = this.#run();
    for (const [index, code] of [...codes, await this.#end(last)].entries())
      if (code !== 0) this.failures.push((others[index] ?? last).failure(`ended with ${code}`).message);
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

  /** Waits for the end of an application. A lock that keeps it waiting is made to look as if it was old. */
  async #end(child: Child): Promise<number | NodeJS.Signals> {
    for (const startedAt = performance.now(); performance.now() < startedAt + PATIENCE; ) {
      if (child.hasEnded) return child.end();
      await delay(20);
    }
    if (existsSync(this.#lock)) {
      utimesSync(this.#lock, LONG_AGO, LONG_AGO);
      this.counts.locks++;
    }
    return child.end();
  }

  /**
   * Looks at the store: whether it is whole, and holds the newest tokens if an application has used them. True where its
   * refresh token is spent, because the application was killed before it had written the new one.
   */
  #isLost(): boolean {
    const { access_token, refresh_token } = JSON.parse(readFileSync(this.#store, "utf8")) as Pair;
    const { newest } = this.#server;
    if (newest && access_token !== newest.access_token && this.#server.isUsed(newest.access_token))
      this.failures.push("new tokens were used, and are not in the store");
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

const LONG_AGO = new Date("2020-01-01");

const CREDENTIALS = { clientId: "local.sandbox", clientSecret: "sandbox-client-secret" };
const TOKENS: Pair = { access_token: "sandbox-access-token", refresh_token: "sandbox-refresh-token" };
