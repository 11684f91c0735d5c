import { posix } from "node:path";

/** What users get: folder of the repository -> what it is called here. A test looks that none is missing. */
export const PACKAGES: Record<string, string> = {
  "packages/clients/typescript": "TypeScript client",
  "packages/clients/php": "PHP client",
  "packages/clients/python": "Python client",
  "packages/clients/go": "Go client",
  "packages/clients/java": "Java client",
  "packages/integrations/mcp": "MCP server for AI assistants",
  "packages/integrations/redis": "One allowance for many workers",
  "packages/portals/mock": "Mock portal",
  "packages/portals/sandbox": "Sandbox portal",
  spec: "OpenAPI description",
  "packages/portals/protocol": "How a portal reads a request",
};

/** The page of a package's README. */
export const pageOfPackage = (folder: string): string | undefined =>
  folder in PACKAGES ? `packages/${posix.basename(folder)}.html` : undefined;
