// What a portal answers to a request that it refuses by its parameters alone, whatever its data: the order of checks
// and the outcomes of the reference, one table a method. Each line names an example of the description.

import { phpInt, phpIntArgument } from "@b24-calllist/protocol";
import { listRules } from "./list-rules.ts";
import { CRASH, elements, isArray, isGiven, isText, type Known, type Params, type Rule } from "./rule.ts";

const missing =
  (name: string): Rule["when"] =>
  (params) =>
    !Object.hasOwn(params, name);

const notArray: Rule["when"] = ({ ENTITIES }) => !isArray(ENTITIES);
const empty: Rule["when"] = ({ ENTITIES }) => elements(ENTITIES).length === 0;
const twice: Rule["when"] = ({ ENTITIES }) => {
  const ids = elements(ENTITIES).map(phpInt);
  return new Set(ids).size < ids.length;
};

const impossible: Rule["when"] = ({ ENTITIES }) => elements(ENTITIES).some((id) => phpInt(id) < 1);

/** The portal resolves a type leniently and then compares strictly, so that other spellings of a right type crash it. */
const RIGHT_TYPE = /^(CONTACT|COMPANY)$/;
const OTHER_SPELLING = /^\s*(contact|company|c|co|(sus_)?dynamic_0*[34])\s*$/i;
const wrongType: Rule["when"] = ({ ENTITY_TYPE }) =>
  !isText(ENTITY_TYPE) || !(RIGHT_TYPE.test(ENTITY_TYPE) || OTHER_SPELLING.test(ENTITY_TYPE));
const otherSpelling: Rule["when"] = ({ ENTITY_TYPE }) => isText(ENTITY_TYPE) && !RIGHT_TYPE.test(ENTITY_TYPE);

const formNotNumeric: Rule["when"] = ({ WEBFORM_ID }) =>
  isGiven(WEBFORM_ID) && phpIntArgument(WEBFORM_ID) === undefined;
const formBelowOne: Rule["when"] = ({ WEBFORM_ID }) => isGiven(WEBFORM_ID) && (phpIntArgument(WEBFORM_ID) ?? 0) < 1;

const notPositive =
  (name: string): Rule["when"] =>
  (params) =>
    phpInt(params[name]) < 1;

const without =
  (...names: string[]): Rule["when"] =>
  (params) =>
    names.some((name) => !params[name]);
/** The grant is asked for without what it hands in. */
const grant =
  (type: string, handedIn: string): Rule["when"] =>
  (params) =>
    params.grant_type === type && !params[handedIn];

const RULES: Record<string, Rule[]> = {
  "crm.calllist.add": [
    { when: missing("ENTITY_TYPE"), answer: [400, "entity-type-missing"] },
    { when: missing("ENTITIES"), answer: [400, "entities-missing"] },
    { when: notArray, answer: [400, "entities-not-array"] },
    { when: wrongType, answer: [400, "entity-type-wrong"] },
    { when: empty, answer: [400, "entities-empty"] },
    { when: otherSpelling, answer: CRASH },
    { when: impossible, answer: [400, "entity-unknown-or-twice"] },
    { when: twice, answer: [400, "entity-unknown-or-twice"] },
    { when: formNotNumeric, answer: CRASH },
    { when: formBelowOne, answer: [400, "webform-unknown"] },
  ],
  "crm.calllist.get": [
    { when: missing("ID"), answer: [400, "id-missing"] },
    { when: notPositive("ID"), answer: [400, "list-not-found"] },
  ],
  "crm.calllist.list": listRules,
  "crm.calllist.update": [
    { when: missing("LIST_ID"), answer: [400, "list-id-missing"] },
    { when: missing("ENTITY_TYPE"), answer: [400, "entity-type-missing"] },
    { when: missing("ENTITIES"), answer: [400, "entities-missing"] },
    { when: wrongType, answer: [400, "entity-type-wrong"] },
    { when: notArray, answer: [400, "entities-not-array"] },
    { when: empty, answer: [400, "entities-wrong"] },
    { when: otherSpelling, answer: CRASH },
    { when: impossible, answer: [400, "entities-wrong"] },
    { when: twice, answer: [400, "entities-wrong"] },
    { when: notPositive("LIST_ID"), answer: [400, "list-not-found"] },
    { when: formNotNumeric, answer: CRASH },
    { when: formBelowOne, answer: [400, "webform-unknown"] },
  ],
  "crm.calllist.items.get": [
    { when: missing("LIST_ID"), answer: [400, "list-id-missing"] },
    { when: notPositive("LIST_ID"), answer: [400, "list-id-not-positive"] },
    {
      when: ({ FILTER }, { statuses }) => {
        const status = isArray(FILTER) ? (FILTER as Params).STATUS : undefined;
        return isGiven(status) && !(isText(status) && statuses.includes(status));
      },
      answer: [400, "status-unknown"],
    },
  ],
  "oauth/token/": [
    { when: without("grant_type", "client_id", "client_secret"), answer: [400, "invalid-request"] },
    { when: grant("refresh_token", "refresh_token"), answer: [400, "invalid-request"] },
    { when: grant("authorization_code", "code"), answer: [400, "invalid-request"] },
    {
      when: ({ grant_type }) => !/^(refresh_token|authorization_code)$/.test(String(grant_type)),
      answer: [400, "invalid-request"],
    },
  ],
};

/** The example with which a portal refuses these parameters; `undefined` where they alone give no reason to. */
export function refusalOf(method: string, params: Params, known: Known): { status: number; key: string } | undefined {
  const rule = RULES[method]?.find(({ when }) => when(params, known));
  return rule && { status: rule.answer[0], key: rule.answer[1] };
}
