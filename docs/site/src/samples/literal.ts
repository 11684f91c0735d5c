/** How a language writes values down. */
export interface Style {
  key(name: string): string;
  text(value: string): string;
  /** Between the braces and what is in them, when both are on one line. */
  padding: "" | " ";
  /** After the last element, when each has a line of its own. */
  lastComma: "" | ",";
}

export const JSON_STYLE: Style = { key: JSON.stringify, text: JSON.stringify, padding: "", lastComma: "" };

/** Object literals as a formatter leaves them: keys are bare where the language allows. */
export const TYPESCRIPT_STYLE: Style = {
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
  text: JSON.stringify,
  padding: " ",
  lastComma: ",",
};

/** Where a value stands: how far its lines are indented, and how many letters are in its first line beside it. */
export interface Place {
  indent: number;
  taken: number;
}

const WIDTH = 80;

/** Writes a JSON value down: on one line where it fits, otherwise with a line for each element. */
export function literal(value: unknown, style: Style, { indent, taken }: Place): string {
  const short = inOneLine(value, style);
  if (typeof value !== "object" || value === null || taken + short.length <= WIDTH) return short;

  const inner = indent + 2;
  const elements = entriesOf(value, style).map(([key, element]) => {
    const name = key === undefined ? "" : `${key}: `;
    return name + literal(element, style, { indent: inner, taken: inner + name.length + 1 });
  });
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = elements.map((element) => " ".repeat(inner) + element).join(",\n");
  return `${open}\n${lines}${style.lastComma}\n${" ".repeat(indent)}${close}`;
}

function inOneLine(value: unknown, style: Style): string {
  if (typeof value === "string") return style.text(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const elements = entriesOf(value, style).map(([key, element]) =>
    key === undefined ? inOneLine(element, style) : `${key}: ${inOneLine(element, style)}`,
  );
  if (Array.isArray(value)) return `[${elements.join(", ")}]`;
  const padding = elements.length > 0 ? style.padding : "";
  return `{${padding}${elements.join(", ")}${padding}}`;
}

/** The keys as they are written; the elements of an array have none. */
function entriesOf(value: object, style: Style): [key: string | undefined, element: unknown][] {
  if (Array.isArray(value)) return value.map((element) => [undefined, element]);
  return Object.entries(value).map(([name, element]) => [style.key(name), element]);
}
