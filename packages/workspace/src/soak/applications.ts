// Applications that renew their tokens, one for each client that does so by itself.
import { fileURLToPath } from "node:url";
import type { Program } from "./child.ts";

/** What an application is told, in a JSON file. */
export interface ApplicationSettings {
  /** The file of its token store. */
  store: string;
  /** Origin of the authorisation server. */
  server: string;
  clientId: string;
  clientSecret: string;
}

/**
 * An application that makes one call, of `crm.calllist.statuslist`, with the tokens in its store, renews them where they
 * have expired, and ends: with 0 when the call has succeeded. Its only argument is the file with its settings.
 */
export interface Application {
  language: string;
  /** Without the settings. */
  args: string[];
}

export const applications: readonly Application[] = [
  { language: "TypeScript", args: [fileURLToPath(new URL("application.ts", import.meta.url))] },
];

export const run = ({ language, args }: Application, settings: string): Program => ({
  name: `The application in ${language}`,
  args: [...args, settings],
});
