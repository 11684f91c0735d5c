// The numbers that all clients share, as constants of each language.
import type { Behaviour, BehaviourNumber } from "./behaviour.ts";
import { javadoc } from "./languages/java/text.ts";
import { camel, constant } from "./outcomes/rules.ts";

type Numbers = Pick<Behaviour, "numbers">;
type Entry = [name: string, number: BehaviourNumber];

const entriesOf = ({ numbers }: Numbers): Entry[] => Object.entries(numbers);
const isTime = ({ unit }: BehaviourNumber): boolean => unit === "seconds";
/** `67108864` as 67_108_864, which all of these languages read. */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, value < 10_000 ? "" : "_");

/** A module of constants; times are in milliseconds. */
export function typescriptNumbers(behaviour: Numbers): string {
  const constants = entriesOf(behaviour).map(([name, number]) => {
    const value = isTime(number) ? number.value * 1000 : number.value;
    return `/** ${number.what}${isTime(number) ? " Milliseconds." : ""} */\nexport const ${constant(name)} = ${grouped(value)};`;
  });
  return `${constants.join("\n")}\n`;
}

/** A module of constants; times are in seconds. */
export function pythonNumbers(behaviour: Numbers): string {
  const constants = entriesOf(behaviour).map(([name, number]) => {
    const value = isTime(number) ? `${grouped(number.value)}.0` : grouped(number.value);
    return `${constant(name)} = ${value}\n"""${number.what}${isTime(number) ? " Seconds." : ""}"""`;
  });
  return `"""Numbers that all clients share."""\n\n${constants.join("\n")}\n`;
}

/** A class of constants; times are in seconds. */
export function phpNumbers(behaviour: Numbers): string {
  const constants = entriesOf(behaviour).map(([name, number]) => {
    const value = isTime(number) ? `${grouped(number.value)}.0` : grouped(number.value);
    return `    /** ${number.what}${isTime(number) ? " Seconds." : ""} */\n    public const ${constant(name)} = ${value};`;
  });
  return `/**
 * Numbers that all clients share.
 *
 * @internal
 */
final class Numbers
{
${constants.join("\n")}
}`;
}

/** A declaration of constants; times are durations. */
export function goNumbers(behaviour: Numbers): string {
  const constants = entriesOf(behaviour).map(([name, number]) => {
    const value = `${grouped(number.value)}${isTime(number) ? " * time.Second" : ""}`;
    return `\t// ${number.what}\n\t${camel(name).replace(/Id$/, "ID")} = ${value}`;
  });
  return `// Numbers that all clients share.\nconst (\n${constants.join("\n")}\n)`;
}

/** A class of constants; times are durations. */
export function javaNumbers(behaviour: Numbers): string {
  const constants = entriesOf(behaviour).map(([name, number]) => {
    const [type, value] = isTime(number) ? ["Duration", javaDuration(number.value)] : ["int", grouped(number.value)];
    return `${javadoc("  ", [number.what])}  static final ${type} ${constant(name)} = ${value};`;
  });
  return `/** Numbers that all clients share. */\nfinal class Numbers {\n${constants.join("\n\n")}\n\n  private Numbers() {}\n}\n`;
}

/** In the largest unit, as Error Prone wants it. */
function javaDuration(seconds: number): string {
  const units = Object.entries({ Days: 86_400, Hours: 3600, Minutes: 60, Seconds: 1 });
  const [unit, size] = units.find(([, size]) => seconds % size === 0)!;
  return `Duration.of${unit}(${grouped(seconds / size)})`;
}
