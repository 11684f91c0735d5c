// Long lists in a case are written short. In place of an element, `{ "rows": { "from": 1, "to": 50 }, "as": … }` stands for
// one `as` for each number, which is in it as "<n>", or in single quotes where it is text. `"step": 50` takes each fiftieth;
// where `to` is lower than `from`, they count down.

interface Rows {
  rows: { from: number; to: number; step?: number };
  as: unknown;
}

/** The case with all its rows. */
export function withRows(value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap((one) => (isRows(one) ? expanded(one) : [withRows(one)]));
  return mapped(value, withRows);
}

const isRows = (value: unknown): value is Rows => typeof value === "object" && value !== null && "rows" in value;

function expanded({ rows: { from, to, step = 1 }, as }: Rows): unknown[] {
  const length = Math.floor(Math.abs(to - from) / step) + 1;
  const sign = Math.sign(to - from);
  return Array.from({ length }, (_, index) => withRows(numbered(as, from + sign * step * index)));
}

/** Inner rows have numbers of their own. */
function numbered(value: unknown, n: number): unknown {
  if (value === "<n>") return n;
  if (value === "'<n>'") return String(n);
  if (isRows(value)) return value;
  if (Array.isArray(value)) return value.map((one) => numbered(one, n));
  return mapped(value, (one) => numbered(one, n));
}

function mapped(value: unknown, change: (one: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
}
