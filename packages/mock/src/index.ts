/**
 * A mock of a Bitrix24 portal's call-list methods, for contract tests.
 *
 * @packageDocumentation
 */
export type { Violation } from "./prism.ts";
export { type Mock, type MockOptions, startMock, type ViolatingRequest } from "./server.ts";
