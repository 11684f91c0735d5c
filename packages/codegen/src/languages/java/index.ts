// The Java client's generated files, from the model. Formatted as google-java-format wants it.
import { type Files, header } from "../../index.ts";
import type { SdkModel } from "../../model.ts";
import { javaNumbers } from "../../numbers.ts";
import { javaMethods } from "./methods.ts";
import { holder, javaModels } from "./models.ts";
import { javaOutcomes } from "./outcomes.ts";
import { constantName } from "./text.ts";
import type { JavaClass } from "./types.ts";

export { javaCall } from "./call.ts";

/** By their names in the package's folder of sources. */
export function javaFiles(model: SdkModel, clientVersion: string): Files {
  const from = "spec/dist/behaviour.json";
  const classes: JavaClass[] = [
    {
      name: "Catalogue",
      from: "spec/dist/errors.json and pom.xml",
      imports: ["java.util.Map", "java.util.Set"],
      body: catalogue(model, clientVersion),
    },
    { name: "Outcome", from, imports: ["java.util.Set"], body: javaOutcomes(model.behaviour) },
    { name: "Numbers", from, imports: ["java.time.Duration"], body: javaNumbers(model.behaviour) },
    errorCodes(model),
    ...javaModels(model),
    ...javaMethods(model),
  ];
  return Object.fromEntries(classes.map((one) => [`${one.name}.java`, fileOf(one)]));
}

function fileOf({ from, imports, body }: JavaClass): string {
  const head =
    imports.length > 0
      ? `${[...imports]
          .sort()
          .map((one) => `import ${one};`)
          .join("\n")}\n\n`
      : "";
  return `// ${header(from)}\n\npackage io.github.b24calllist;\n\n${head}${body}`;
}

const errorCodes = ({ errors }: SdkModel): JavaClass =>
  holder(
    "ErrorCode",
    "spec/dist/errors.json",
    "Codes of portals' refusals that are known, to compare with {@link PortalException#code()}. An open set: portals can send others.",
    errors
      .filter(({ words }) => words.length > 0)
      .map(({ words, code, meaning, action }) => [constantName(words), code, `${meaning} ${action}`]),
  );

/** What the table of outcomes goes by. */
function catalogue({ errors, errorsPage }: SdkModel, clientVersion: string): string {
  const statuses = errors.flatMap(({ code, status }) => (status ? [`          Map.entry("${code}", ${status})`] : []));
  const unknown = errors.flatMap(({ code, maybeExecuted }) => (maybeExecuted ? [`"${code}"`] : []));
  return `/** What the description says about error codes. */
final class Catalogue {
  /** Version of this client. */
  static final String CLIENT_VERSION = "${clientVersion}";

  /** HTTP status of codes that say more than "the request is wrong", as in a batch. */
  static final Map<String, Integer> STATUS_OF_CODE =
      Map.ofEntries(
${statuses.join(",\n")});

  /** The page of the site that says of every code what it means. */
  static final String ERRORS_PAGE = "${errorsPage}";

  /** Codes after which nobody knows whether the portal had already done something. */
  static final Set<String> MAYBE_EXECUTED = Set.of(${unknown.join(", ")});

  private Catalogue() {}
}
`;
}
