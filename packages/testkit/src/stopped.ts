import { constants } from "node:os";

/**
 * Aborted by a signal, and when npm dies without one: a command passes it to its children, which then end, and clears
 * up behind itself. The exit code is then the signal's.
 */
export function stopped(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      process.exitCode = 128 + constants.signals[name];
      controller.abort(new Error(name));
    });
  }
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && controller.abort(new Error("npm is gone")), 500).unref();
  return controller.signal;
}
