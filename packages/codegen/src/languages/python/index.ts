// The generated modules of the Python client. The linter checks that they are formatted as `ruff format` would.
import { type Files, header } from "../../index.ts";
import { constantName, type SdkModel } from "../../model.ts";
import { pythonNumbers } from "../../numbers.ts";
import { commandsModule, methodsModule } from "./methods.ts";
import { modelsModule } from "./models.ts";
import { pythonOutcomes } from "./outcomes.ts";
import { doc } from "./syntax.ts";

export { callOf as pythonCall } from "./methods.ts";

/** By path in the client's package, whose version is given. */
export function pythonFiles(model: SdkModel, version: string): Files {
  const modules: Record<string, [from: string, text: string]> = {
    _models: ["spec/dist/sdk.json", modelsModule(model)],
    commands: ["spec/dist/sdk.json", commandsModule(model)],
    _methods: ["spec/dist/sdk.json", methodsModule(model)],
    _wire_names: ["spec/dist/sdk.json", wireNamesModule(model)],
    _codes: ["spec/dist/errors.json and package.json", codesModule(model, version)],
    _numbers: ["spec/dist/behaviour.json", pythonNumbers(model.behaviour)],
    _outcomes: ["spec/dist/behaviour.json", pythonOutcomes(model.behaviour)],
  };
  return Object.fromEntries(
    Object.entries(modules).map(([name, [from, text]]) => [
      `src/b24_calllist/${name}.py`,
      `# ${header(from)}\n${text}`,
    ]),
  );
}

const wireNamesModule = ({ methods }: SdkModel): string => `"""The names of the portal's methods."""

from typing import Final

${methods.map((method) => `${constantName(method)}: Final = "${method.wire}"`).join("\n")}
`;

function codesModule({ errors, errorsPage, version: described }: SdkModel, version: string): string {
  const constants = errors
    .filter(({ words }) => words.length > 0)
    .map((error) => `    ${constantName(error)}: Final = "${error.code}"\n${doc(error.meaning, "    ")}`);
  const statuses = errors.flatMap(({ code, status }) => (status ? [`    "${code}": ${status},`] : []));
  const maybe = errors.flatMap(({ code, maybeExecuted }) => (maybeExecuted ? [`"${code}"`] : []));
  return `"""Error codes that portals are known to send, and what the client has to know about them."""

from collections.abc import Mapping
from typing import Final

VERSION: Final = "${version}"
"""Version of this package."""

SPEC_VERSION: Final = "${described}"
"""Version of the description that this package was made from."""


class ErrorCode:
    """Codes of \`PortalError.code\`, as far as they are known. An open set: portals send others, too."""

${constants.join("\n")}


STATUS_OF_CODE: Mapping[str, int] = {
${statuses.join("\n")}
}
"""The HTTP status of codes that say more than "the request is wrong", also in a response with 200."""

ERRORS_PAGE: Final = "${errorsPage}"
"""The page of the site that says what each code means."""

MAYBE_EXECUTED: frozenset[str] = frozenset({${maybe.join(", ")}})
"""Codes after which the call may or may not have been executed."""
`;
}
