// The methods of the client in Go, with all that is to be known of them.
import type { SdkMethod } from "../../model.ts";
import { goCall, ownParam } from "./call.ts";
import { paramsName } from "./models.ts";
import { comment, goName, goVariable } from "./text.ts";
import { type GoModel, goType, typeOfField } from "./types.ts";

export const goMethods = (model: GoModel): string[] => model.methods.map((method) => facade(method, model));

function facade(method: SdkMethod, model: GoModel): string {
  const name = goName(method.words);
  const own = ownParam(method);
  const params = own ? `${paramsName(method)}{${goName(own.words)}: ${goVariable(own.words)}}` : "params";
  const [given, sent] =
    method.params.length === 0
      ? ["", `${paramsName(method)}{}`]
      : [`, ${own ? `${goVariable(own.words)} ${typeOfField(own, model)}` : `params ${paramsName(method)}`}`, params];
  const head = `${comment(docOf(method, model))}\nfunc (c *Client) ${name}(ctx context.Context${given})`;
  const result = goType(method.result, model);
  return method.result.kind === "boolean"
    ? `${head} error {\n\t_, err := call[${result}](ctx, c, ${sent})\n\treturn err\n}`
    : `${head} (${result}, error) {\n\treturn call[${result}](ctx, c, ${sent})\n}`;
}

function docOf(method: SdkMethod, model: GoModel): string[] {
  const { words, wire, summary, about, traps, codes, effect, reader, resultText, result } = method;
  return [
    `${goName(words)}: ${summary} (${wire}).`,
    ...about,
    ...(resultText && result.kind !== "boolean" ? [`It returns: ${resultText}`] : []),
    ...(reader ? [`[Client.${goName(reader)}] reads all pages.`] : []),
    ...traps.filter(({ isOfWire }) => !isOfWire).map(({ text }) => `- ${text}`),
    ...(codes.length > 0
      ? [
          `The portal can reject it with ${codes.map((code) => `[Code${goName(code.toLowerCase().split("_"))}]`).join(", ")}.`,
        ]
      : []),
    ...(effect === "create" ? [CREATES] : []),
    "For example:",
    example(goCall(method, method.example.params, model), method),
  ];
}

const CREATES =
  "It is never sent twice unless the portal certainly did nothing. Where that cannot be known it ends in an " +
  "[*OutcomeUnknownError].";

const example = (call: string, { result }: SdkMethod): string =>
  `${result.kind === "boolean" ? "" : "result, "}err := ${call}`
    .split("\n")
    .map((line) => `\t${line}`)
    .join("\n");
