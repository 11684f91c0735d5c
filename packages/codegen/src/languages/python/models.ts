// Python's models and known words.
import type { SdkEnum, SdkModel, SdkModelType } from "../../model.ts";
import { capital } from "../words.ts";
import { doc, importsOf, listing } from "./syntax.ts";
import { aliasesOf, className, fieldOf, partialName } from "./types.ts";

export function modelsModule(model: SdkModel): string {
  const outputs = Object.values(model.models).filter(({ isInput }) => !isInput);
  const parts = [
    ...aliasesOf(model).map(aliasOf),
    ...Object.values(model.enums).flatMap((one) => (one.isOpen ? [`\n${constantsOf(one)}`] : [])),
    ...outputs.flatMap((one) => [`\n${classOf(one)}`, ...(one.whole ? [`\n${wholeOf(one)}`] : [])]),
  ].join("\n");
  const names = [...parts.matchAll(/^(?:class )?([A-Z]\w+)[:(]/gm)].map(([, name]) => `"${name}"`).sort();
  return `"""What portals return, read into Python's types.

Numbers are \`int\`, whether the portal sent \`"13"\` or \`13\`. Unknown fields are dropped, and values of open sets
(statuses, types) are kept as they are.
"""

from dataclasses import dataclass
${importsOf(parts, { typing: ["Final", "Literal", "TypeAlias"] })}

${importsOf(parts, { "._wire": ["integer", "optional_integer", "optional_text", "record", "text"] })}

${listing("", "__all__ = [", names, "]")}

${parts}`;
}

/** The words of a closed set. */
function aliasOf(one: SdkEnum): string {
  const values = one.values.map((value) => `"${value}"`).join(", ");
  return `${className(one)}: TypeAlias = Literal[${values}]\n${doc(one.text, "")}\n`;
}

function constantsOf(one: SdkEnum): string {
  const values = one.values.map((value) => `    ${value}: Final = "${value}"`);
  return `class ${className(one)}:\n${doc(one.text, "    ")}\n\n${values.join("\n")}\n`;
}

function classOf(one: SdkModelType): string {
  const fields = one.fields.map((field) => ({ ...field, ...fieldOf(field) }));
  const name = partialName(one);
  return `@dataclass(frozen=True, slots=True)
class ${name}:
${doc(one.text, "    ")}

${fields
  .map(
    ({ name, type, wire, text }) => `    ${name}: ${type}\n${doc(`\`${wire}\` on the wire. ${capital(text)}`, "    ")}`,
  )
  .join("\n")}

    @classmethod
    def from_wire(cls, value: object) -> "${name}":
        """Reads one as a portal sends it."""
        row = record(value)
        return cls(
${fields.map(({ name, read }) => `            ${name}=${read},`).join("\n")}
        )
`;
}

/** The row with all fields: that of some, and those that are always there. */
function wholeOf(one: SdkModelType): string {
  const always = one.fields.filter(({ wire }) => one.whole!.includes(wire));
  const values = one.fields.map((field) => {
    const { name, read } = fieldOf({ ...field, required: true, nullable: false });
    return always.includes(field) ? `${read.split("(")[0]}(row.${name})` : `row.${name}`;
  });
  const [all, some] = [className(one), partialName(one)];
  return `@dataclass(frozen=True, slots=True)
class ${all}(${some}):
    """The same where no fields are selected: with all of them."""

${always
  .map((field) => ({ ...field, ...fieldOf({ ...field, required: true, nullable: false }) }))
  .map(({ name, type, wire, text }) => `    ${name}: ${type}\n${doc(`\`${wire}\` on the wire. ${text}`, "    ")}`)
  .join("\n")}

    @classmethod
    def from_wire(cls, value: object) -> "${all}":
        """Reads one as a portal sends it."""
        row = ${some}.from_wire(value)
        return cls(${values.join(", ")})
`;
}
