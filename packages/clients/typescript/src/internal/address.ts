import type { Auth } from "../auth.ts";
import { newPortal, type TrustedHosts } from "../moved.ts";

/** Where the portal is now: the address of its credentials, or the one it redirected to since. */
export interface Address {
  /** Address below which the methods are; a webhook's holds its secret. */
  base(): string;
  /** Host for hooks and the limiter. */
  host(): string;
  /** Whether a redirect of the address that was asked may be followed, and whether it is news. */
  follow(asked: string, location: string | null): "no" | "moved" | "moved before";
  /** Back to the address of the credentials, which are new. */
  reset(): void;
}

export function createAddress(auth: Auth, trusted: TrustedHosts | undefined): Address {
  /** Origin, and the path below which the portal is. */
  let movedTo: string | undefined;
  const restPath = (): string => (auth.kind === "oauth" ? "/rest" : WEBHOOK_PATH.exec(auth.baseUrl())![0]);
  const address: Address = {
    base: () => (movedTo ? movedTo + restPath() : auth.baseUrl()),
    host: () => (movedTo ? new URL(movedTo).host : auth.portal),
    follow(asked, location) {
      const rest = restPath() + asked.slice(asked.lastIndexOf("/"));
      const to = newPortal(asked, rest, location, trusted, auth.isSafe);
      if (!to) return "no";
      if (!asked.startsWith(`${address.base()}/`)) return "moved before";
      movedTo = to;
      return "moved";
    },
    reset() {
      movedTo = undefined;
    },
  };
  return address;
}

/** What a webhook's address has behind the portal's. */
const WEBHOOK_PATH = /\/rest\/[^/]+\/[^/]+$/;
