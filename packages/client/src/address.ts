import type { Auth } from "./auth.ts";
import { newOrigin, type TrustedHosts } from "./moved.ts";

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
  let movedTo: string | undefined;
  const address: Address = {
    base() {
      const base = auth.baseUrl();
      return movedTo ? movedTo + new URL(base).pathname : base;
    },
    host: () => (movedTo ? new URL(movedTo).host : auth.portal),
    follow(asked, location) {
      const to = newOrigin(asked, location, trusted);
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
