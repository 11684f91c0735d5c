export { type ClockState, Control, type ParticipantChange } from "./control/control.ts";
export { FAULTS, type Fault, type FaultName } from "./faults.ts";
export type { JournalEntry } from "./journal.ts";
export type { OperatorSetting, OperatorState } from "./operators.ts";
export type { IdRange, Ids } from "./portal/ids.ts";
export type { Participant } from "./portal/participants.ts";
export type { Activity, Status } from "./portal/portal.ts";
export { QUIRKS, type Quirks } from "./quirks.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox.ts";
export type {
  Seed,
  SeedApp,
  SeedCode,
  SeedList,
  SeedParticipant,
  SeedToken,
  SeedUser,
  SeedWebhook,
} from "./seed/seed.ts";
