// The webhook that is typed in.
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askForWebhook } from "../src/webhook.ts";
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
  it("is asked for, and is not shown", async () => {
    const there = terminal(`${URL}\r`);
    expect(await askForWebhook(there, never)).toBe(URL);
    expect(there.shown()).toBe("URL of the webhook (it is not shown): \n");
  });

  it("is not asked for where nobody can type", async () => {
    const there = terminal(`${URL}\r`);
    there.input.isTTY = false;
    expect([await askForWebhook(there, never), there.shown()]).toEqual(["", ""]);
  });

  it("need not be typed: the end of the input is an answer, and so is a signal", async () => {
    expect(await askForWebhook(terminal("\x04"), never)).toBe("");
    const stop = new AbortController();
    const asked = askForWebhook(terminal("https"), stop.signal);
    stop.abort(new Error("SIGINT"));
    await expect(asked).rejects.toThrow();
  });
});
