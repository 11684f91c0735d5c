// What a portal does with a request, for a fetch of a test: it responds, or fails as the fetch of a runtime fails.

/** What the portal does with a request: answers, or fails as a fetch fails. */
export type Reply = (request: Request) => Response | Promise<Response>;

/** The error that a promise rejects with. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => Promise.reject(new Error(`the call succeeded with ${JSON.stringify(value)}`)),
    (error: unknown) => error,
  );

export const time = {
  start: 1787206096,
  finish: 1787206096.725297,
  duration: 0.7252969741821289,
  processing: 0,
  date_start: "2026-08-20T09:08:16+03:00",
  date_finish: "2026-08-20T09:08:16+03:00",
};

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
    });

export const text =
  (body: string, status = 200, contentType = "text/html"): Reply =>
  () =>
    new Response(body, { status, headers: { "Content-Type": contentType } });

export const ok = (result: unknown): Reply => json({ result, time });

/** Rejects as undici's fetch does: a TypeError whose cause has the system's code. The texts name the address. */
export const broken =
  (code: string): Reply =>
  ({ url }) => {
    throw Object.assign(new TypeError("fetch failed"), {
      cause: Object.assign(new Error(`${code} while asking ${url}`), { code }),
    });
  };

/** Rejects as Deno's fetch does: no code, and a text that names the address. */
export const deno =
  (what: "Connect" | "SendRequest"): Reply =>
  ({ url }) => {
    const cause = new Error(`error sending request for url (${url}): client error (${what}): Connection refused`);
    throw new TypeError("fetch failed", { cause });
  };

/** Headers arrive, then the connection breaks off in the middle of the body. */
export const cutOff =
  (status = 200): Reply =>
  () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"result":[{"ID":9,'));
        controller.error(Object.assign(new TypeError("terminated"), { cause: { code: "UND_ERR_SOCKET" } }));
      },
    });
    return new Response(body, { status, headers: { "Content-Type": "application/json" } });
  };

/** Never answers, and gives up when it is aborted, as fetch does. */
export const silent: Reply = ({ signal }) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
