// Types in Go: words, models, parameters.
import type { SdkEnum, SdkField, SdkMethod, SdkModelType } from "../../model.ts";
import { aligned, comment, goName } from "./text.ts";
import { checkOf, constantName, type GoModel, readerOf, resultOf, typeOfField } from "./types.ts";

export function goModels(model: GoModel): string[] {
  const models = Object.values(model.models);
  return [
    ...Object.values(model.enums).map(enumOf),
    ...[...model.choices].map(choiceOf),
    ...models.filter(({ isInput }) => !isInput).map((one) => returned(one, model)),
    ...models.filter(({ isInput }) => isInput).map((one) => struct(goName(one.words), one.text, one.fields, model)),
    ...model.methods.map((method) => params(method, model)),
    `// isValue is whether they are parameters by themselves: not a pointer to them, and not nothing.
func isValue(params Params) bool {
	switch params.(type) {
	case ${model.methods.map(paramsName).join(", ")}:
		return true
	}
	return false
}`,
  ];
}

export const paramsName = ({ words }: SdkMethod): string => `${goName(words)}Params`;

/** A value as users of the client write it. */
export const constantOf = (words: SdkEnum, value: string): string =>
  words.values.includes(value) ? `calllist.${constantName(words.prefix, value)}` : JSON.stringify(value);

function enumOf(words: SdkEnum): string {
  const type = goName(words.words);
  const entries = words.values.map((value): [string, string] => [
    constantName(words.prefix, value),
    `${type} = ${JSON.stringify(value)}`,
  ]);
  return `${comment([`${type}: ${words.text}`])}
type ${type} string

// Known values of ${type}.
const (
${aligned("\t", entries)}
)`;
}

/** A type for an id that has to be named, or said to be none; its zero value is neither. */
function choiceOf(type: string): string {
  const name = type.replace(/ID$/, "");
  return `// ${type} is an id, as [${name}] makes it, or [No${name}], which is none. Its zero value says neither, and is rejected where the
// call would do what nobody asked for.
type ${type} string

// No${name} is none.
const No${name} ${type} = "none"

// ${name} is the one with this id.
func ${name}(id int64) ${type} { return ${type}(strconv.FormatInt(id, 10)) }

// ID is the id; false where there is none, or where it was not said.
func (c ${type}) ID() (int64, bool) {
	id, err := strconv.ParseInt(string(c), 10, 64)
	return id, err == nil
}

// MarshalJSON writes the id, or null.
func (c ${type}) MarshalJSON() ([]byte, error) {
	if id, ok := c.ID(); ok {
		return json.Marshal(id)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads an id, as a number or as text, or null.
func (c *${type}) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*c = No${name}
		return nil
	}
	id, err := readNumber(data)
	*c = ${name}(id)
	return err
}

// check reports what is neither an id nor none.
func (c ${type}) check() error {
	if id, ok := c.ID(); ok {
		return checkID("${type}", id)
	}
	if c == No${name} {
		return nil
	}
	return fmt.Errorf("calllist: ${type} is %q; it is one that the portal returned, ${name}(5), or No${name}, which removes it", string(c))
}

func (c ${type}) checkUnlessUnsaid() error {
	if c == "" {
		return nil
	}
	return c.check()
}`;
}

/** A type that portals send, and how it is read from what they send. */
function returned({ words, text, fields }: SdkModelType, model: GoModel): string {
  const type = goName(words);
  const readers = fields.map((field): [string, string] => [`"${field.wire}":`, `${readerOf(field, model)},`]);
  return `${struct(type, text, fields, model)}

// UnmarshalJSON takes numbers as strings and the reverse, as portals send them, and passes over fields it does not know.
func (v *${type}) UnmarshalJSON(data []byte) error {
	return readObject(data, map[string]reader{
${aligned("\t\t", readers)}
	})
}`;
}

function struct(type: string, text: string, fields: SdkField[], model: GoModel): string {
  const lines = fields.map((field) => {
    const name = goName(field.words);
    const omitted = field.required ? "" : ",omitempty";
    return `${comment([`${name} is ${field.wire} on the wire. ${field.text}`], "\t")}\n\t${name} ${typeOfField(field, model)} \`json:"${field.wire}${omitted}"\``;
  });
  const head = comment([`${type}: ${text}`]);
  return fields.length === 0
    ? `${head}\ntype ${type} struct{}`
    : `${head}\ntype ${type} struct {\n${lines.join("\n\n")}\n}`;
}

/** What a method is sent, and all that is known of its call. */
function params(method: SdkMethod, model: GoModel): string {
  const type = paramsName(method);
  const [reader, expected] = resultOf(method, model);
  const checks = method.params.flatMap((field) => checkOf(field, model) ?? []);
  const checked = checks.length > 1 ? `firstError(${checks.join(", ")})` : (checks[0] ?? "nil");
  const receiver = checks.length > 0 ? "p " : "";
  return [
    struct(type, `Parameters of ${method.wire}.`, method.params, model),
    `func (${type}) method() string { return ${JSON.stringify(method.wire)} }`,
    `func (${receiver}${type}) check() error {\n\treturn ${checked}\n}`,
    `func (${type}) expected() string { return ${JSON.stringify(expected)} }`,
    `func (${type}) read(raw json.RawMessage) (any, error) { return ${reader} }`,
    ...marshal(type, method.params, model),
  ].join("\n\n");
}

/** What struct tags cannot say. */
function marshal(type: string, fields: SdkField[], model: GoModel): string[] {
  const lists = fields.filter(({ type, required }) => type.kind === "list" && required);
  const objects = fields.filter(({ type, required }) => type.kind === "model" && !required);
  if (lists.length + objects.length === 0) return [];
  const empty = lists.map((field) => {
    const name = goName(field.words);
    return `\tp.${name} = append(${typeOfField(field, model)}{}, p.${name}...)\n`;
  });
  const inner = objects.map((field) => {
    const name = goName(field.words);
    return `\tif p.${name} != (${typeOfField(field, model)}{}) {\n\t\tall.${name} = &p.${name}\n\t}\n`;
  });
  const pointers = objects.map(
    (field) => `\t\t${goName(field.words)} *${typeOfField(field, model)} \`json:"${field.wire},omitempty"\`\n`,
  );
  const all =
    objects.length === 0
      ? "\treturn json.Marshal(plain(p))\n"
      : `\tall := struct {\n\t\tplain\n${pointers.join("")}\t}{plain: plain(p)}\n${inner.join("")}\treturn json.Marshal(all)\n`;
  return [
    `// MarshalJSON sends a list that has to be there although it is empty or nil, and leaves out an object that is empty.
func (p ${type}) MarshalJSON() ([]byte, error) {
	type plain ${type}
${empty.join("")}${all}}`,
  ];
}
