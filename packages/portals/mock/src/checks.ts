// What the contract command checks a real portal's responses by: the same as the mock.
export { findMethod, paramsOf } from "./call.ts";
export { type Description, readDescription } from "./description.ts";
export { violationOf } from "./prism.ts";
export { transportViolations } from "./transport.ts";
export { printable, type Violation } from "./violation.ts";
