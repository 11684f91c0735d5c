/**
 * A mock of a Bitrix24 portal's call-list methods, for contract tests.
 *
 * @packageDocumentation
 */

export { type Mock, type MockOptions, startMock, type ViolatingRequest } from "./server.ts";
export type { Violation } from "./violation.ts";
