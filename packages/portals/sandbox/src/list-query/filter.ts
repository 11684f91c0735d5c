import { isNumeric, isPhpArray, phpEntries, phpText, phpValues } from "@b24-calllist/protocol";
import type { CallList } from "../portal/portal.ts";
import { type Condition, conditionOf } from "./condition.ts";
import { type Field, fieldOf } from "./fields.ts";
import { type Operation, readOperation } from "./operation.ts";
import type { Columns } from "./select.ts";
import { and, not, or } from "./sql.ts";

type Filter = Readonly<Record<string, unknown>>;

/** A condition, or several joined by LOGIC. */
type Node =
  | { kind: "condition"; operation: Operation; field: Field; value: unknown }
  | { kind: "group"; logic: Logic; nodes: Node[] };

type Logic = "AND" | "OR" | "NOT";

/** FILTER with its names looked up, not yet made into conditions. */
export type ReadFilter = Node | undefined;

/**
 * Reads FILTER: conditions such as `{">=ID": 20}`, joined by AND, and groups under numbers, which may have a `LOGIC` of
 * their own. `undefined` where the portal drops all of it: at the top level any other LOGIC than AND and OR does that
 * (observed, 2026 build).
 */
export function readFilter(filter: object, columns: Columns): ReadFilter {
  const group = readGroup(filter as Filter, columns);
  const logic = (filter as Filter).LOGIC ?? "AND";
  return logic === "AND" || logic === "OR" || logic === true ? group : undefined;
}

function readGroup(filter: Filter, columns: Columns): Node {
  const nodes: Node[] = [];
  for (const [key, value] of phpEntries(filter)) {
    if (key === "LOGIC") continue;
    if (isNumeric(key)) {
      if (isPhpArray(value)) nodes.push(readGroup(value as Filter, columns));
      continue;
    }
    const { operation, definition } = readOperation(key);
    nodes.push({ kind: "condition", operation, field: columns.get(definition) ?? fieldOf(definition), value });
  }
  return { kind: "group", logic: logicOf(filter.LOGIC), nodes };
}

/** Exactly "OR" and "NOT" are what they say; `true` equals "NOT" for PHP; all else is AND. */
function logicOf(logic: unknown): Logic {
  if (logic === "NOT" || logic === true) return "NOT";
  return logic === "OR" ? "OR" : "AND";
}

/**
 * The test of a row; `undefined` when nothing is asked of it. A condition that an operation does not support is left
 * out, and so is a group in which nothing is left.
 */
export function compileFilter(node: ReadFilter): ((list: CallList) => boolean) | undefined {
  const test = node && compile(node);
  return test && ((list) => test(list) === true);
}

/** How much work a row is: a unit for each condition, and for each 16 letters that a text is compared with. */
export function costOf(node: ReadFilter): number {
  if (node === undefined) return 0;
  if (node.kind === "group") return node.nodes.reduce((sum, member) => sum + costOf(member), 1);
  return node.field.type === "string" ? 1 + lettersOf(node.value) / 16 : 1;
}

function lettersOf(value: unknown): number {
  if (!isPhpArray(value)) return phpText(value).length;
  return phpValues(value as Filter).reduce<number>((sum, element) => sum + 16 + lettersOf(element), 0);
}

function compile(node: Node): Condition | undefined {
  if (node.kind === "condition") return conditionOf(node.operation, node.field, node.value);
  const tests = node.nodes.map(compile).filter((test) => test !== undefined);
  if (tests.length === 0) return undefined;
  if (node.logic === "OR") return (list) => or(tests, list);
  return node.logic === "NOT" ? (list) => not(and(tests, list)) : (list) => and(tests, list);
}
