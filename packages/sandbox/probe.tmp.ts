import { startSandbox } from "./src/index.ts";
import { sendBytes, sendRaw } from "./test/raw-http.ts";

const only = process.argv[2];
const lines: string[] = [];
const s = await startSandbox({ limits: false, log: (l) => lines.push(l.slice(0, 200)) });
const J = ["Content-Type", "application/json"] as const;
const H = "/rest/1/xxxxxxxxxxxxxxxx/";
const json = (method: string, params: unknown) => ({
  verb: "POST",
  url: H + method,
  headers: [J],
  body: JSON.stringify(params),
});
const nine = (n: number) => "9".repeat(n);
const cases: Record<string, () => any> = {
  form: () => json("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [1], WEBFORM_ID: nine(100_000) + "x" }),
  numericKey: () => json("crm.calllist.list", { FILTER: { [nine(100_000) + "x"]: 1 } }),
  id: () => json("crm.calllist.get", { ID: nine(5_000_000) }),
  longnum: () => ({ ...json("crm.calllist.get", {}), body: `{"ID":${nine(5_000_000)}}` }),
  stars: () => json("crm.calllist.list", { SELECT: ["*".repeat(12) + "z"] }),
  like: () => json("crm.calllist.list", { FILTER: { "=%GRID_ID": "%".repeat(12) + "z" } }),
  likebig: () => json("crm.calllist.list", { FILTER: { "%GRID_ID": "z".repeat(10e6) } }),
  nest: () => json("batch", { cmd: { a: "Batch?cmd[a]=".repeat(20_000) + "profile" } }),
  double: () =>
    json("batch", {
      cmd: Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [
          `k${i}`,
          i === 0
            ? "crm.calllist.list?SELECT[]=AAAAAAAAAAAAAAAAA"
            : `crm.calllist.list?SELECT[]=X$error[k${i - 1}][error_description] $error[k${i - 1}][error_description]`,
        ]),
      ),
    }),
  bigjson: () => json("crm.calllist.get", { ID: 13, X: Array.from({ length: 1e6 }, (_, i) => i) }),
  bigkeys: () =>
    json("crm.calllist.get", { ID: 13, ...Object.fromEntries(Array.from({ length: 300000 }, (_, i) => ["k" + i, i])) }),
  bigcmd: () => json("batch", { cmd: Array.from({ length: 200000 }, () => "profile") }),
  bigform: () => ({
    verb: "POST",
    url: H + "crm.calllist.get",
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body: "ID=13&" + "a[]=1&".repeat(1.7e6),
  }),
  spaces: () => ({ verb: "POST", url: H + "crm.calllist.get", headers: [], body: " ".repeat(10e6) }),
  brackets: () => ({ verb: "POST", url: H + "crm.calllist.get", headers: [], body: "ID=13&a" + "[".repeat(5e6) }),
  multi: () => ({
    verb: "POST",
    url: H + "crm.calllist.get",
    headers: [["Content-Type", "multipart/form-data; boundary=x"]],
    body: "--x\r\n".repeat(2e6),
  }),
  deepjson: () => ({ ...json("crm.calllist.get", {}), body: '{"ID":'.repeat(500000) }),
  deepjson2: () => ({ ...json("crm.calllist.get", {}), body: '{"a":'.repeat(500000) + "1" + "}".repeat(500000) }),
  deepfilter: () => ({
    ...json("crm.calllist.list", {}),
    body: '{"FILTER":' + '{"0":'.repeat(500) + '{"ID":13}' + "}".repeat(501),
  }),
  quotes: () => ({ ...json("crm.calllist.get", {}), body: JSON.stringify({ ID: 13, "1": '"\\'.repeat(3e6) }) }),
  host: () => ({
    verb: "GET",
    url: "/oauth/token/?grant_type=refresh_token&client_id=local.sandbox&client_secret=sandbox-client-secret&refresh_token=sandbox-refresh-token",
    headers: [["Host", "a b"]],
  }),
  huge: () => ({ verb: "POST", url: H + "crm.calllist.get", headers: [], body: Buffer.alloc(65 * 1024 * 1024, 97) }),
  proto: () => json("crm.calllist.list", { SELECT: { __proto__x: "ID" } }),
  proto2: () => ({ ...json("crm.calllist.list", {}), body: '{"SELECT":{"__proto__":"ID"}}' }),
  words: () => json("crm.calllist.list", { FILTER: { "*%GRID_ID": "aa ".repeat(300000) } }),
  order: () => json("crm.calllist.list", { ORDER: Array.from({ length: 300000 }, () => "ID") }),
  select: () => json("crm.calllist.list", { SELECT: Array.from({ length: 300000 }, () => "*") }),
  dates: () => json("crm.calllist.list", { FILTER: { DATE_CREATE: "1".repeat(5e6) } }),
  type: () => json("crm.calllist.add", { ENTITIES: [1], ENTITY_TYPE: "DYNAMIC_" + "0".repeat(5e6) + "x" }),
  spacetype: () => json("crm.calllist.add", { ENTITIES: [1], ENTITY_TYPE: " ".repeat(5e6) + "x" }),
  ref: () => json("batch", { cmd: { a: "profile", b: "crm.calllist.get?ID=" + "$result[a][ID] ".repeat(100000) } }),
  ref2: () => json("batch", { cmd: { a: "profile", b: "crm.calllist.get?ID=$result" + "[".repeat(300000) } }),
  entities: () =>
    json("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: Array.from({ length: 500000 }, (_, i) => i) }),
};
for (const [name, make] of Object.entries(cases)) {
  if (only && only !== name) continue;
  lines.length = 0;
  const t = performance.now();
  const r = make();
  const t1 = performance.now();
  const a = await sendRaw(s.url, r);
  console.log(
    name.padEnd(12),
    Math.round(performance.now() - t1),
    "ms",
    a.status,
    a.body.slice(0, 110).replace(/\s+/g, " "),
    lines.join("|").slice(0, 200),
  );
}
lines.length = 0;
await sendBytes(
  s.url,
  Buffer.from("POST /rest/1/xxxxxxxxxxxxxxxx/profile HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc"),
  { hangUp: true },
);
await sendRaw(s.url, { verb: "GET", url: H + "profile" });
console.log("abort", lines.join("|").slice(0, 300), s.control.requests.length);
await s.close();
