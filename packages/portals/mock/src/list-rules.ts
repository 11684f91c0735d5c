// crm.calllist.list: what the portal's query builder refuses.
import { CRASH, elements, isArray, isGiven, isText, type Params, type Rule } from "./rule.ts";

const FIELDS = /^(ID|DATE_CREATE|CREATED_BY_ID|WEBFORM_ID|ENTITY_TYPE_ID|FILTERED|GRID_ID|FILTER_PARAMS)$/i;
const OPERATORS = /^(!?><|!?==|=%|%=|!?[=%@]|!|[<>]=?|\?|\*)/;
const DIRECTIONS = /^(asc|desc)$/i;
const isIndex = (key: string): boolean => /^\d+$/.test(key);

const selected = ({ SELECT }: Params): unknown[] => elements(SELECT);
const filtered = ({ FILTER }: Params): [key: string, value: unknown][] =>
  isArray(FILTER) ? Object.entries(FILTER) : [];

/** ORDER as pairs; a text, or an element of a list, is a field in ascending order. */
function ordered({ ORDER }: Params): [field: unknown, direction: unknown][] {
  if (!isArray(ORDER)) return isGiven(ORDER) ? [[ORDER, "ASC"]] : [];
  return Object.entries(ORDER).map(([key, value]) => (isIndex(key) ? [value, "ASC"] : [key, value]));
}

/** All fields that are named by themselves, by texts: no patterns, paths, groups, or aliases made by an object in SELECT. */
function fields(params: Params): string[] {
  const aliases = isArray(params.SELECT) && !Array.isArray(params.SELECT);
  const inFilter = filtered(params)
    .filter(([key]) => !aliases && key !== "LOGIC" && !isIndex(key))
    .map(([key]) => key.replace(OPERATORS, ""));
  const others = [...selected(params), ...ordered(params).map(([field]) => field)] as string[];
  return [...inFilter, ...others.filter((name) => !/[*.]/.test(name))];
}

/** In the portal's order of checks. */
export const listRules: Rule[] = [
  { when: ({ SELECT, FILTER }) => [SELECT, FILTER].some((value) => isGiven(value) && !isArray(value)), answer: CRASH },
  { when: ({ ORDER }) => Array.isArray(ORDER) && ORDER.some(isArray), answer: CRASH },
  {
    when: (params) => [...selected(params), ...ordered(params).map(([field]) => field)].some((field) => !isText(field)),
    answer: [400, "select-not-text"],
  },
  { when: (params) => ordered(params).some(([, direction]) => !isText(direction)), answer: [400, "order-not-text"] },
  {
    when: (params) => ordered(params).some(([, direction]) => !DIRECTIONS.test(String(direction))),
    answer: [400, "order-invalid"],
  },
  { when: (params) => fields(params).some((field) => !FIELDS.test(field)), answer: [400, "unknown-field"] },
  {
    when: (params) =>
      filtered(params).some(([key, value]) => /^!?@/.test(key) && isArray(value) && elements(value).length === 0),
    answer: [500, "sql-query-error"],
  },
];
