// What errors say, side by side: the messages of all clients are read, and edited, as one text.

interface Failed {
  kind?: string;
  message?: string;
}

export class Messages {
  /** By kind of error and case: each client's message. */
  readonly #byCase = new Map<string, Map<string, string>>();

  /** What a client's error said in a case. */
  add(client: string, id: string, error: Failed | undefined): void {
    if (error?.message === undefined) return;
    const key = `${error.kind} ${id}`;
    const said = this.#byCase.get(key) ?? new Map<string, string>();
    this.#byCase.set(key, said.set(client, withoutChance(error.message)));
  }

  /** Each text once, under the first case that has it; `all` where every client says the same. */
  *lines(): Generator<string> {
    const shown = new Set<string>();
    for (const [key, said] of [...this.#byCase].sort(([a], [b]) => a.localeCompare(b))) {
      const rows = [...new Set(said.values())].map((message) => {
        const same = [...said].filter(([, other]) => other === message).map(([client]) => client);
        return `  ${same.length === said.size && same.length > 1 ? "all" : same.join(", ")}: ${message}`;
      });
      if (shown.has(rows.join("\n"))) continue;
      shown.add(rows.join("\n"));
      yield `\n${key}`;
      yield* rows;
    }
  }
}

/** Ports and times differ from run to run. */
const withoutChance = (message: string): string =>
  message.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT").replaceAll(/\d\d:\d\d:\d\d/g, "hh:mm:ss");
