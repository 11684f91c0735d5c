// behaviour.yaml decides on retries in five languages, so its slips are found here.
import { readFileSync } from "node:fs";
import { type Attempt, type Behaviour, outcomeOf, type Rule, repeatableMethods } from "@b24-calllist/codegen/behaviour";
import { describe, expect, it } from "vitest";
import { effectsOf, problemsOf } from "../scripts/behaviour.ts";
import { behaviourChanges } from "../scripts/behaviour-diff.ts";
import { readCatalogue } from "../scripts/errors.ts";
import { at } from "../scripts/paths.ts";
import { document } from "./description.ts";

const behaviour: Behaviour = JSON.parse(readFileSync(at("dist", "behaviour.json"), "utf8"));
const catalogue = await readCatalogue();

describe("what an attempt leaves known", () => {
  it.each<[what: string, attempt: Attempt, outcome: string]>([
    ["a redirect", { failure: "redirect" }, "moved"],
    ["a certificate that is not trusted", { failure: "connection", permanent: true }, "misconfigured"],
    ["a connection that breaks off after the request was sent", { failure: "connection", sent: true }, "disconnected"],
    ["no response in time", { failure: "timeout", sent: true }, "timed-out"],
    ["a known code with any status", { failure: "code", code: "expired_token", status: 200 }, "token-expired"],
    [
      "a code whose status the catalogue knows, behind a 503",
      { failure: "code", known: "with-status", status: 503 },
      "rejected",
    ],
    ["an unknown code with 500", { failure: "code", status: 500 }, "crashed"],
    ["an unknown code with 502", { failure: "code", status: 502 }, "gateway-error"],
    ["an unknown code with 408, as of a gateway", { failure: "code", status: 408 }, "gateway-error"],
    ["an unknown code with 400", { failure: "code", status: 400 }, "rejected"],
    ["a page with 500", { failure: "page", status: 500 }, "gateway-error"],
    ["a page with 421", { failure: "page", status: 421 }, "not-accepted"],
    ["a page with 429", { failure: "page", status: 429 }, "rate-limited"],
    ["a page with 404", { failure: "page", status: 404 }, "rejected"],
    ["JSON that breaks off", { failure: "page", status: 200, truncated: true }, "truncated"],
    ["a login page", { failure: "page", status: 200 }, "not-a-portal"],
  ])("%s: %o", (_, attempt, outcome) => {
    expect(outcomeOf(behaviour, attempt)).toBe(outcome);
  });

  it("only reads and update may be executed twice", () => {
    expect(repeatableMethods(behaviour).sort()).toEqual(
      ["get", "items.get", "list", "statuslist", "update"].map((name) => `crm.calllist.${name}`),
    );
  });
});

describe("a slip in behaviour.yaml", () => {
  const problems = (change: (copy: Behaviour) => void): string[] => {
    const copy = structuredClone(behaviour);
    change(copy);
    return problemsOf(copy, catalogue);
  };

  it("is not there", () => expect(problems(() => {})).toEqual([]));

  it.each<[what: string, change: (copy: Behaviour) => void, says: string]>([
    [
      "an outcome that does not exist",
      ({ rules }) => (rules[0]!.outcome = "gone"),
      "a rule names gone, which is no outcome",
    ],
    ["an outcome without a rule", ({ rules }) => rules.shift(), "no rule leads to moved"],
    [
      "a code that does not exist",
      ({ rules }) => (rules.find(({ code }) => code)!.code = "NEW"),
      "NEW is not in errors.yaml",
    ],
    [
      "a rule behind one that matches all of it",
      ({ rules }) => rules.splice(1, 0, { failure: "connection", outcome: "unreachable" }),
      "is never reached: a rule before it matches first",
    ],
    ["an attempt without a rule", ({ rules }) => rules.pop(), "the last rule has to match whatever is left"],
  ])("%s is found", (_, change, says) => {
    expect(problems(change).join()).toContain(says);
  });

  it("a method without an effect is found", () => {
    const copy = structuredClone(document);
    delete copy.paths["/crm.calllist.get"].post["x-effect"];
    expect(() => effectsOf(copy)).toThrow("/crm.calllist.get needs an x-effect: read, replace, create, commands");
  });
});

describe("the release gate says in words what a client does otherwise", () => {
  const says = (change: (copy: Behaviour) => void): string[] => {
    const copy = structuredClone(behaviour);
    change(copy);
    return behaviourChanges(behaviour, copy).map(({ verdicts }) => verdicts[0]!.message);
  };
  const ruleOf = ({ rules }: Behaviour, status: number): Rule =>
    rules.find((rule) => Array.isArray(rule.status) && rule.status.includes(status))!;

  it("nothing, where nothing changed", () => expect(says(() => {})).toEqual([]));

  it("where a status leads to another outcome", () => {
    expect(says((copy) => (ruleOf(copy, 408).outcome = "rejected"))).toEqual([
      "After an unknown code with HTTP 408, clients do this with reads and updates: fail. Before this release: retry after a pause.",
      "After an unknown code with HTTP 408, clients do this with methods that must not be executed twice: fail. Before this release: fail: check before you retry.",
      "After an HTML page with HTTP 408, clients do this with reads and updates: fail. Before this release: retry after a pause.",
      "After an HTML page with HTTP 408, clients do this with methods that must not be executed twice: fail. Before this release: fail: check before you retry.",
    ]);
  });

  it("where a status was not told apart before", () => {
    const messages = says(({ rules }) => rules.unshift({ failure: "page", status: [404], outcome: "gateway-error" }));
    expect(messages[0]).toBe(
      "After an HTML page with HTTP 404, clients do this with reads and updates: retry after a pause. Before this release: fail.",
    );
  });

  it("where a number is another one", () => {
    expect(says(({ numbers }) => (numbers["retry-attempts"]!.value = 7))).toEqual([
      "Default number of attempts, the first one included. It is 7 attempts; before this release, 5.",
    ]);
  });

  it("nothing of numbers, where the release before described none", () => {
    const { numbers: _, ...before } = behaviour;
    expect(behaviourChanges(before as Behaviour, behaviour)).toEqual([]);
  });

  it("where a method has another effect", () => {
    expect(says(({ effects }) => (effects["crm.calllist.update"] = "create"))).toEqual([
      "crm.calllist.update is described as create; before, as replace.",
    ]);
  });
});
