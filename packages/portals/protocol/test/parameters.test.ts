import { describe, expect, it } from "vitest";
import { MAX_INPUT_VARS, type ParameterSource, type Params, readParameters } from "../src/index.ts";

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const multipart = "multipart/form-data; boundary=XX";

/** A multipart body; a field is its headers' rest and its value. */
function parts(...fields: [disposition: string, value: string][]): string {
  const lines = fields.map(([rest, value]) => `--XX\r\nContent-Disposition: form-data; ${rest}\r\n\r\n${value}\r\n`);
  return `${lines.join("")}--XX--\r\n`;
}
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const nested = (levels: number): string => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;

type Case = [title: string, source: ParameterSource, expected: Params];

const cases: Record<string, Case[]> = {
  "the query string always counts, the body for POST only": [
    ["GET", { verb: "GET", query: "ID=13" }, { ID: "13" }],
    ["GET with a body", { verb: "GET", query: "ID=13", contentType: json, body: '{"ID":20}' }, { ID: "13" }],
    ["PUT with a body", { verb: "PUT", query: "ID=13", contentType: json, body: '{"ID":20}' }, { ID: "13" }],
    ["PATCH with a form", { verb: "PATCH", contentType: form, body: "ID=20" }, {}],
    ["DELETE with a body", { verb: "DELETE", body: "ID=20" }, {}],
    ["HEAD", { verb: "HEAD", query: "ID=13" }, { ID: "13" }],
    ["POST without a body", { verb: "POST", query: "ID=13" }, { ID: "13" }],
    ["POST with an empty JSON body", { verb: "POST", query: "ID=13", contentType: json, body: "" }, { ID: "13" }],
    ["nothing at all", { verb: "POST" }, {}],
  ],
  "form fields override the query": [
    ["urlencoded", { verb: "POST", query: "ID=20&x=1", contentType: form, body: "ID=13" }, { ID: "13", x: "1" }],
    ["with a charset", { verb: "POST", contentType: `${form}; charset=UTF-8`, body: "ID=13" }, { ID: "13" }],
    ["in any letter case", { verb: "POST", contentType: form.toUpperCase(), body: "ID=13" }, { ID: "13" }],
    [
      "by PHP's naming rules",
      { verb: "POST", contentType: form, body: "E[]=1&E[]=2&a.b=c+d" },
      { E: ["1", "2"], a_b: "c d" },
    ],
    ["a name as a whole", { verb: "POST", query: "F[a]=1", contentType: form, body: "F[b]=2" }, { F: { b: "2" } }],
    ["as bytes", { verb: "POST", contentType: form, body: bytes(0x61, 0x3d, 0xd0, 0xb8) }, { a: "и" }],
    ["a line break at the end is kept", { verb: "POST", contentType: form, body: "a=1\n" }, { a: "1\n" }],
  ],
  "multipart forms follow the same naming rules": [
    [
      "a field",
      { verb: "POST", query: "ID=20", contentType: multipart, body: parts(['name="ID"', "13"]) },
      { ID: "13" },
    ],
    [
      "brackets",
      { verb: "POST", contentType: multipart, body: parts(['name="E[]"', "1"], ['name="E[]"', "2"]) },
      { E: ["1", "2"] },
    ],
    ["dots", { verb: "POST", contentType: multipart, body: parts(['name="a.b[c.d]"', "1"]) }, { a_b: { "c.d": "1" } }],
    [
      "nothing is URL-decoded",
      { verb: "POST", contentType: multipart, body: parts(['name="a+b%5B"', "1+%31"]) },
      { "a+b%5B": "1+%31" },
    ],
    ["UTF-8", { verb: "POST", contentType: multipart, body: parts(['name="имя"', "я"]) }, { имя: "я" }],
    [
      "as bytes",
      { verb: "POST", contentType: multipart, body: new TextEncoder().encode(parts(['name="ID"', "13"])) },
      { ID: "13" },
    ],
    [
      "files are no parameters",
      { verb: "POST", contentType: multipart, body: parts(['name="f"; filename="f.txt"', "x"], ['name="ID"', "13"]) },
      { ID: "13" },
    ],
    [
      "__proto__",
      { verb: "POST", contentType: multipart, body: parts(['name="__proto__[x]"', "1"]) },
      JSON.parse('{"__proto__":{"x":"1"}}'),
    ],
    ["broken", { verb: "POST", query: "ID=13", contentType: multipart, body: "ID=20" }, { ID: "13" }],
    [
      "a boundary that no header can carry",
      { verb: "POST", query: "ID=13", contentType: "multipart/form-data; boundary=\0я", body: "ID=20" },
      { ID: "13" },
    ],
    [
      "without a boundary it is any other type",
      { verb: "POST", contentType: "multipart/form-data", body: "ID=13" },
      { ID: "13" },
    ],
  ],
  "JSON keys override the query": [
    [
      "a number stays one",
      { verb: "POST", query: "ID=20&x=1", contentType: json, body: '{"ID":13}' },
      { ID: 13, x: "1" },
    ],
    [
      "another spelling is another name",
      { verb: "POST", query: "ID=20", contentType: json, body: '{"id":13}' },
      { ID: "20", id: 13 },
    ],
    ["null counts as sent", { verb: "POST", query: "ID=20", contentType: json, body: '{"ID":null}' }, { ID: null }],
    [
      "values are untouched",
      { verb: "POST", contentType: json, body: '{"a":[],"b":{},"c":{"0":1},"d":1.5,"e":false}' },
      { a: [], b: {}, c: { 0: 1 }, d: 1.5, e: false },
    ],
    [
      "names are untouched",
      { verb: "POST", contentType: json, body: '{"a.b":1,"c[d]":2," e":3,"":4}' },
      { "a.b": 1, "c[d]": 2, " e": 3, "": 4 },
    ],
    ["the last of equal keys wins", { verb: "POST", contentType: json, body: '{"ID":13,"ID":20}' }, { ID: 20 }],
    [
      "a list has numbers as names",
      { verb: "POST", query: "ID=20", contentType: json, body: "[13]" },
      { ID: "20", 0: 13 },
    ],
    ["as bytes", { verb: "POST", contentType: json, body: new TextEncoder().encode('{"имя":"я"}') }, { имя: "я" }],
    ["white space around", { verb: "POST", contentType: json, body: ' \r\n\t{"ID":13}\n' }, { ID: 13 }],
    [
      "__proto__ is a name",
      { verb: "POST", contentType: json, body: '{"__proto__":{"x":1}}' },
      JSON.parse('{"__proto__":{"x":1}}'),
    ],
    [
      "a name that is a number, and texts that look like names",
      { verb: "POST", contentType: json, body: '{"7":["a",":b","\\"8\\":"]}' },
      { 7: ["a", ":b", '"8":'] },
    ],
    [
      "600 brackets in a text, of which none opens",
      { verb: "POST", contentType: json, body: `{"a":"${"[{".repeat(300)}"}` },
      { a: "[{".repeat(300) },
    ],
    [
      "600 brackets in a text behind a quote of its own",
      { verb: "POST", contentType: json, body: `{"a":"\\"${"[".repeat(600)}"}` },
      { a: `"${"[".repeat(600)}` },
    ],
    [
      "a backslash at the end of a text",
      { verb: "POST", contentType: json, body: `{"a":"\\\\","b":"${"[".repeat(600)}"}` },
      { a: "\\", b: "[".repeat(600) },
    ],
    [
      "600 lists next to each other",
      { verb: "POST", contentType: json, body: `{"a":[${Array(600).fill("[]")}]}` },
      { a: Array(600).fill([]) },
    ],
    [
      "600 objects next to each other",
      { verb: "POST", contentType: json, body: `{"a":[${Array(600).fill("{}")}]}` },
      { a: Array(600).fill({}) },
    ],
    ["511 levels", { verb: "POST", contentType: json, body: nested(511) }, JSON.parse(nested(511))],
  ],
  "what is JSON is said by the Content-Type": [
    ["with a charset", { verb: "POST", contentType: "application/json; charset=utf-8", body: '{"ID":13}' }, { ID: 13 }],
    ["without a space", { verb: "POST", contentType: "application/json;charset=utf-8", body: '{"ID":13}' }, { ID: 13 }],
    ["in any letter case", { verb: "POST", contentType: "Application/JSON", body: '{"ID":13}' }, { ID: 13 }],
    ["spaces around", { verb: "POST", contentType: " application/json ", body: '{"ID":13}' }, { ID: 13 }],
    ["+json", { verb: "POST", contentType: "application/vnd.api+json", body: '{"ID":13}' }, { ID: 13 }],
    ["text/json is not", { verb: "POST", contentType: "text/json", body: '{"ID":13}' }, { '{"ID":13}': "" }],
    [
      "application/jsonp is not",
      { verb: "POST", contentType: "application/jsonp", body: '{"ID":13}' },
      { '{"ID":13}': "" },
    ],
    [
      "a form in a parameter does not matter",
      { verb: "POST", contentType: `${json}; x="${form}"`, body: '{"ID":13}' },
      { ID: 13 },
    ],
  ],
  "JSON that PHP cannot read counts as empty": [
    ["cut off", { verb: "POST", query: "ID=20", contentType: json, body: '{"ID":13' }, { ID: "20" }],
    ["a form", { verb: "POST", query: "ID=20", contentType: json, body: "ID=13" }, { ID: "20" }],
    ["a text", { verb: "POST", query: "ID=20", contentType: json, body: '"ID"' }, { ID: "20" }],
    ["a number", { verb: "POST", query: "ID=20", contentType: json, body: "13" }, { ID: "20" }],
    ["null", { verb: "POST", query: "ID=20", contentType: json, body: "null" }, { ID: "20" }],
    ["true", { verb: "POST", query: "ID=20", contentType: json, body: "true" }, { ID: "20" }],
    ["Python's True", { verb: "POST", query: "ID=20", contentType: json, body: '{"ID":True}' }, { ID: "20" }],
    ["a comma too many", { verb: "POST", query: "ID=20", contentType: json, body: '{"ID":13,}' }, { ID: "20" }],
    [
      "a byte order mark",
      { verb: "POST", query: "ID=20", contentType: json, body: new TextEncoder().encode('\uFEFF{"ID":13}') },
      { ID: "20" },
    ],
    [
      "not UTF-8",
      { verb: "POST", query: "ID=20", contentType: json, body: bytes(0x5b, 0x22, 0xff, 0x22, 0x5d) },
      { ID: "20" },
    ],
    [
      "half a surrogate pair",
      { verb: "POST", query: "ID=20", contentType: json, body: '{"ID":"\\ud800"}' },
      { ID: "20" },
    ],
    [
      "half a surrogate pair in a name",
      { verb: "POST", query: "ID=20", contentType: json, body: '{"\\udc00":1}' },
      { ID: "20" },
    ],
    [
      "512 levels of objects",
      { verb: "POST", query: "ID=20", contentType: json, body: `${'{"a":'.repeat(511)}{}${"}".repeat(511)}` },
      { ID: "20" },
    ],
    [
      "512 levels behind a text",
      { verb: "POST", query: "ID=20", contentType: json, body: `["\\"",${nested(511)}]` },
      { ID: "20" },
    ],
    ["512 levels", { verb: "POST", query: "ID=20", contentType: json, body: nested(512) }, { ID: "20" }],
    ["very many levels", { verb: "POST", query: "ID=20", contentType: json, body: nested(100_000) }, { ID: "20" }],
  ],
  "every other type is read as a query string": [
    ["text/plain", { verb: "POST", query: "ID=20", contentType: "text/plain", body: "ID=13" }, { ID: "13" }],
    ["no type", { verb: "POST", body: "ID=13&E[]=1" }, { ID: "13", E: ["1"] }],
    [
      "a multipart form without a boundary",
      { verb: "POST", contentType: "multipart/form-data", body: "ID=13" },
      { ID: "13" },
    ],
    [
      "a boundary of another type",
      { verb: "POST", contentType: "text/plain; boundary=x", body: "ID=13" },
      { ID: "13" },
    ],
    [
      "a byte order mark, which is a part of the name",
      { verb: "POST", body: Buffer.from("\ufeffID=13") },
      { "\ufeffID": "13" },
    ],
    ["an empty type", { verb: "POST", contentType: "", body: "ID=13" }, { ID: "13" }],
    ["no type, JSON", { verb: "POST", query: "ID=20", body: '{"ID":13}' }, { ID: "20", '{"ID":13}': "" }],
    ["spaces and line breaks around are trimmed", { verb: "POST", body: "\r\n ID=13 \n" }, { ID: "13" }],
  ],
};

describe("readParameters", () => {
  for (const [group, rows] of Object.entries(cases)) {
    describe(group, () => {
      for (const [title, source, expected] of rows) {
        it(title, async () => expect(await readParameters(source), title).toEqual(expected));
      }
    });
  }

  const namesInJson = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":1`)}}`;

  describe("how many variables are read", () => {
    const sent = MAX_INPUT_VARS + 100;
    const names = Array.from({ length: sent }, (_, n) => `k${n}`);
    const text = names.map((name) => `${name}=1`).join("&");
    const fields = parts(...names.map((name): [string, string] => [`name="${name}"`, "1"]));
    const object = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])));
    const limits: [title: string, source: ParameterSource, read: number][] = [
      ["a query: PHP's limit", { verb: "GET", query: text }, 1000],
      ["a body of no type: PHP's limit", { verb: "POST", body: text }, 1000],
      ["a multipart form: PHP's limit", { verb: "POST", contentType: multipart, body: fields }, 1000],
      ["an urlencoded form: one more", { verb: "POST", contentType: form, body: text }, 1001],
      ["query and form: each by itself", { verb: "POST", query: "a=1&b=1", contentType: form, body: text }, 1003],
      ["JSON: no limit", { verb: "POST", contentType: json, body: object }, sent],
      ["JSON: more than any call needs", { verb: "POST", contentType: json, body: namesInJson(100_001) }, 100_000],
      ["JSON: as much as is read", { verb: "POST", contentType: json, body: namesInJson(100_000) }, 100_000],
      ["a JSON list: more", { verb: "POST", contentType: json, body: `[${Array(100_001).fill(1)}]` }, 100_000],
    ];
    for (const [title, source, read] of limits) {
      it(title, async () => expect(Object.keys(await readParameters(source)), title).toHaveLength(read));
    }
  });

  it("a multipart form in shared memory is read as any other", async () => {
    const bytes = Buffer.from(parts(['name="a"', "1"]));
    const body = new Uint8Array(new SharedArrayBuffer(bytes.length));
    body.set(bytes);
    expect(await readParameters({ verb: "POST", contentType: multipart, body })).toEqual({ a: "1" });
  });

  it("no object in the result inherits anything", async () => {
    const body = '{"a":{"b":{}}}';
    const params = await readParameters({ verb: "POST", query: "q[r]=1", contentType: json, body });
    const { a, q } = params as { a: { b: object }; q: object };
    for (const object of [params, a, a.b, q]) expect(Object.getPrototypeOf(object)).toBeNull();
  });
});
