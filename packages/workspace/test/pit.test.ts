import { expect, it } from "vitest";
import { mutantsOf } from "../src/mutate/pit.ts";

const mutation = (status: string, line: number, description: string): string =>
  `<mutation detected='false' status='${status}' numberOfTestsRun='1'><sourceFile>Wire.java</sourceFile>` +
  `<mutatedClass>org.example.Wire$Row</mutatedClass><mutatedMethod>&lt;init&gt;</mutatedMethod>` +
  `<lineNumber>${line}</lineNumber><mutator>M</mutator><description>${description}</description></mutation>\n`;

it("reads the report of PIT", () => {
  const xml = `<?xml version="1.0"?><mutations partial="true">
${mutation("KILLED", 2, "replaced return value with &quot;&quot; for &#39;a&#39;")}${mutation("TIMED_OUT", 2, "x")}${mutation("NO_COVERAGE", 3, "x")}</mutations>`;
  const source = "class Wire {\n  return a < b;\n  return c;\n}\n";
  expect(mutantsOf(xml, () => source)).toEqual([
    {
      file: "src/main/java/org/example/Wire.java",
      line: 2,
      source: "return a < b;",
      change: "<init>: replaced return value with \"\" for 'a'",
      status: "killed",
    },
    expect.objectContaining({ line: 2, change: "<init>: x", status: "timeout" }),
    expect.objectContaining({ line: 3, change: "<init>: x", status: "uncovered" }),
  ]);
});

it("tells mutants of a line apart that PIT describes with the same words", () => {
  const xml = mutation("KILLED", 1, "negated") + mutation("SURVIVED", 1, "negated") + mutation("KILLED", 2, "negated");
  const changes = mutantsOf(xml, () => "a && b\nc\n").map(({ change }) => change);
  expect(changes).toEqual(["<init>: negated", "<init>: negated (2)", "<init>: negated"]);
});
