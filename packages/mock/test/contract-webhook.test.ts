// The webhook that is typed in.
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { readWebhook } from "../contract/webhook.ts";
import { CODE } from "./bent-portal.ts";

const URL = `https://example.bitrix24.com/rest/1/${CODE}/`;

/** A terminal in which somebody types, and what it shows. */
function terminal(typed: string) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk) => {
    shown += chunk;
    if (shown.endsWith(": ")) input.write(typed);
  });
  return { input, output, shown: () => shown };
}

const never = new AbortController().signal;

describe("The webhook", () => {
  it("is asked for where the environment has none, and is not shown", async () => {
    const there = terminal(`${URL}\r`);
    expect((await readWebhook(undefined, there, never)).baseUrl()).toBe(URL.slice(0, -1));
    expect(there.shown()).toBe("URL of the webhook (it is not shown): \n");
  });

  it("of the environment is taken without a question", async () => {
    const there = terminal("");
    expect((await readWebhook(` ${URL}\n`, there, never)).portal).toBe("example.bitrix24.com");
    expect(there.shown()).toBe("");
  });

  it("is not asked for where nobody can type", async () => {
    const there = terminal(`${URL}\r`);
    there.input.isTTY = false;
    await expect(readWebhook(undefined, there, never)).rejects.toThrow(/^B24_WEBHOOK_URL: nothing was given/);
  });

  it("need not be typed: the end of the input is an answer, and so is a signal", async () => {
    await expect(readWebhook(undefined, terminal("\x04"), never)).rejects.toThrow("nothing was given");
    const stop = new AbortController();
    const asked = readWebhook(undefined, terminal("https"), stop.signal);
    stop.abort(new Error("SIGINT"));
    await expect(asked).rejects.toThrow();
  });
});
