/** How a language writes values down. */
export interface Style {
  key(name: string): string;
  text(value: string): string;
  /** Between the braces and what is in them, when both are on one line. */
  padding: "" | " ";
  /** After the last element, when each has a line of its own. */
  lastComma: "" | ",";
  /** Between a key and its value. */
  colon: ": " | " => ";
  /** Around the elements of an object. */
  braces: "{}" | "[]";
  /** Spaces that an element on a line of its own is further in. */
  step: 2 | 4;
}

export const JSON_STYLE: Style = {
  key: JSON.stringify,
  text: JSON.stringify,
  padding: "",
  lastComma: "",
  colon: ": ",
  braces: "{}",
  step: 2,
};

/** Object literals as a formatter leaves them: keys are bare where the language allows. */
export const TYPESCRIPT_STYLE: Style = {
  ...JSON_STYLE,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
  padding: " ",
  lastComma: ",",
};

/** PHP's arrays: both kinds are written alike, text in single quotes. */
export const PHP_STYLE: Style = {
  ...JSON_STYLE,
  key: phpText,
  text: phpText,
  lastComma: ",",
  colon: " => ",
  braces: "[]",
  step: 4,
};

function phpText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

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

  const inner = indent + style.step;
  const elements = entriesOf(value, style).map(([key, element]) => {
    const name = key === undefined ? "" : key + style.colon;
    return name + literal(element, style, { indent: inner, taken: inner + name.length + 1 });
  });
  const [open, close] = Array.isArray(value) ? "[]" : style.braces;
  const lines = elements.map((element) => " ".repeat(inner) + element).join(",\n");
  return `${open}\n${lines}${style.lastComma}\n${" ".repeat(indent)}${close}`;
}

function inOneLine(value: unknown, style: Style): string {
  if (typeof value === "string") return style.text(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const elements = entriesOf(value, style).map(([key, element]) =>
    key === undefined ? inOneLine(element, style) : key + style.colon + inOneLine(element, style),
  );
  if (Array.isArray(value)) return `[${elements.join(", ")}]`;
  const padding = elements.length > 0 ? style.padding : "";
  const [open, close] = style.braces;
  return open + padding + elements.join(", ") + padding + close;
}

/** The keys as they are written; the elements of an array have none. */
function entriesOf(value: object, style: Style): [key: string | undefined, element: unknown][] {
  if (Array.isArray(value)) return value.map((element) => [undefined, element]);
  return Object.entries(value).map(([name, element]) => [style.key(name), element]);
}
