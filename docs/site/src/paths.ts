import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This package's folder. */
export const siteDir = fileURLToPath(new URL("..", import.meta.url));

/** Absolute path of a file of this package. */
export const at = (...parts: string[]): string => join(siteDir, ...parts);

/** Where the built pages are. */
export const distDir = at("..", "dist");

/** The repository. */
export const rootDir = at("..", "..");

/** The guides, in Markdown. */
export const guidesDir = at("..", "guides");
