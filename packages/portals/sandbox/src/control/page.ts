import { randomBytes } from "node:crypto";
import { PAGE_SIZE, printableText } from "@b24-calllist/protocol";
import { ownerTypeName } from "../portal/owner-type.ts";
import type { Participant } from "../portal/participants.ts";
import type { CallList } from "../portal/portal.ts";
import type { Answer } from "../rest/answer.ts";
import type { Control } from "./control.ts";

/** Goes along in links where the control asks for a key. */
const KEY = "key";
const SHOWN_REQUESTS = 50;

/** The page for people: lists with their progress, the participants of one, the last requests. */
export function controlPage(control: Control, query: URLSearchParams): Answer {
  const nonce = randomBytes(16).toString("base64url");
  const list = control.server.portal.lists.get(Number(query.get("list")));
  const body = html(
    list ? `List ${list.ID}` : "Sandbox portal",
    list ? listView(list, query) : overview(control, query, nonce),
    nonce,
  );
  return {
    status: 200,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": securityPolicy(nonce),
      "Cross-Origin-Opener-Policy": "same-origin",
    },
    body,
  };
}

/** Only the page's own script and style run, it speaks to its own origin, and no other page shows it in a frame. */
function securityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function overview(control: Control, query: URLSearchParams, nonce: string): string {
  const { portal } = control.server;
  const { now, stopped } = control.clock;
  const faults = control.faults.map(
    ({ fault, method, times }) => `${fault}${method ? ` on ${method}` : ""} × ${times ?? 1}`,
  );
  const all = [...portal.lists.values()].reverse();
  const offset = offsetOf(query);
  return `
<p>The portal's time is <strong>${now}</strong>${stopped ? ", and stands still" : ""}. Faults to come: ${escaped(faults.join(", ") || "none")}.
<a href="${link("openapi.json", query)}">Control API</a></p>
${operatorForm(control, nonce)}
<h2>Call lists</h2>
${table(
  "Call lists",
  ["List", "Made", "By user", "Web form", "Of", "Participants", "Statuses"],
  all
    .slice(offset, offset + PAGE_SIZE)
    .map((list) => [
      `<a href="${link("", query, { list: list.ID })}">${list.ID}</a>`,
      escaped(list.DATE_CREATE),
      String(list.CREATED_BY_ID ?? ""),
      escaped(list.WEBFORM_ID === null ? "–" : `${list.WEBFORM_ID} ${portal.webforms.get(list.WEBFORM_ID) ?? ""}`),
      escaped(ownerTypeName(list.ENTITY_TYPE_ID)),
      String(list.participants.all.length),
      escaped(counts(list)),
    ]),
)}
${pager(offset, all.length, query)}
<h2>Last requests</h2>
${table(
  "Last requests",
  ["Number", "At", "Method", "User", "Answer", "Changed"],
  control.requests
    .slice(-SHOWN_REQUESTS)
    .reverse()
    .map(({ number, at, method, user, status, error, fault, connection, changes }) => [
      String(number),
      escaped(at),
      escaped(method),
      String(user ?? ""),
      escaped(
        [status, error, fault && `(fault: ${fault})`, connection && `connection ${connection}`]
          .filter(Boolean)
          .join(" "),
      ),
      escaped(changes.join("; ")),
    ]),
)}`;
}

/** What operators do, and a form that starts and stops them through the control API. */
function operatorForm({ operators: { setting, statusesSet } }: Control, nonce: string): string {
  const state = setting
    ? `Operators work (${escaped(JSON.stringify(setting))}) and have set ${statusesSet} ${statusesSet === 1 ? "status" : "statuses"}.`
    : "No operators work.";
  return `<form id="operators">
<p>${state}
<label>Chance of a status before each method <input name="chance" type="number" min="0" max="1" step="any" value="${setting?.chance ?? 0.2}" required></label>
<button>Start</button>${setting ? ` <button type="button" id="stop">Stop</button>` : ""}</p>
<p role="alert"></p>
</form>
<script nonce="${nonce}">
const form = document.getElementById("operators");
const key = new URLSearchParams(location.search).get("${KEY}");
const headers = key === null ? {} : { Authorization: "Bearer " + key };
const send = async (method, body) => {
  const response = await fetch("operators", { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (response.ok) location.reload();
  else form.querySelector("[role=alert]").textContent = (await response.json()).error;
};
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send("PUT", { ...${json({ ...setting })}, chance: form.elements.chance.valueAsNumber });
});
document.getElementById("stop")?.addEventListener("click", () => send("DELETE"));
</script>`;
}

/** As a value in a script. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** `IN_WORK 3, SUCCESS 1` */
function counts({ participants }: CallList): string {
  const count = new Map<string, number>();
  for (const { STATUS } of participants.all) count.set(STATUS, (count.get(STATUS) ?? 0) + 1);
  return Array.from(count, ([status, number]) => `${status} ${number}`).join(", ");
}

function listView(list: CallList, query: URLSearchParams): string {
  const offset = offsetOf(query);
  const rows = list.participants.all;
  return `
<p><a href="${link("./", query)}">All lists</a>. ${escaped(counts(list) || "Nobody is on this list.")}</p>
${table(
  "Participants",
  ["Place", `${escaped(ownerTypeName(list.ENTITY_TYPE_ID))} ID`, "Status", "Rank", "Call"],
  rows
    .slice(offset, offset + PAGE_SIZE)
    .map(({ ID, STATUS, RANK, CALL_ID }: Participant, index) => [
      String(offset + index + 1),
      String(ID),
      escaped(STATUS),
      String(RANK),
      String(CALL_ID ?? ""),
    ]),
)}
${pager(offset, rows.length, query, { list: list.ID })}`;
}

function offsetOf(query: URLSearchParams): number {
  return Math.max(0, Math.trunc(Number(query.get("offset"))) || 0);
}

function pager(offset: number, total: number, query: URLSearchParams, list: Record<string, number> = {}): string {
  const to = (offset: number, text: string): string => `<a href="${link("", query, { ...list, offset })}">${text}</a> `;
  const back = offset > 0 ? to(Math.max(0, offset - PAGE_SIZE), "Previous") : "";
  return `<p>${back}${offset + PAGE_SIZE < total ? to(offset + PAGE_SIZE, "Next") : ""}</p>`;
}

/** An address below the page's, with the key that the page was opened with. */
function link(path: string, query: URLSearchParams, parameters: Record<string, number> = {}): string {
  const own = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) own.set(name, String(value));
  const key = query.get(KEY);
  if (key !== null) own.set(KEY, key);
  const text = own.toString();
  return escaped(path + (text && `?${text}`)) || "?";
}

/** Cells are HTML already. On a narrow screen it scrolls, by keys as well. */
function table(name: string, heads: string[], rows: string[][]): string {
  if (rows.length === 0) return "<p>None.</p>";
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
  return `<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** As text: nothing in it is HTML, starts a line or turns around what stands beside it. */
function escaped(text: string): string {
  return printableText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function html(title: string, main: string, nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
html { background: light-dark(#fff, #121212); }
body { max-width: 72rem; margin: 0 auto; padding: 1rem; }
a { color: light-dark(#0b57d0, #a8c7fa); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); vertical-align: top; }
td { font-variant-numeric: tabular-nums; }
th, td:not(:last-child) { white-space: nowrap; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
}
