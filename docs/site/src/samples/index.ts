import type { Document } from "../description.ts";
import { bx24 } from "./bx24.ts";
import { crest } from "./crest.ts";
import { curlOauth } from "./curl-oauth.ts";
import { curlToken } from "./curl-token.ts";
import { curlWebhook } from "./curl-webhook.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { jsSdk } from "./js-sdk.ts";
import type { Language } from "./language.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { requestsOf } from "./request.ts";
import { typescript } from "./typescript.ts";

/** In the order in which the reader sees them. */
export const languages: Language[] = [
  curlWebhook,
  curlOauth,
  curlToken,
  typescript,
  php,
  python,
  go,
  java,
  bx24,
  jsSdk,
  crest,
];

/** An entry of `x-codeSamples`. */
export interface Sample {
  lang: string;
  label: string;
  source: string;
}

/** operationId -> its samples. */
export type Samples = Record<string, Sample[]>;

/** The samples of all operations. */
export function samplesOf(document: Document): Samples {
  return Object.fromEntries(
    requestsOf(document).map((request) => [
      request.operationId,
      languages.flatMap(({ lang, label, write }) => {
        const source = write(request);
        return source === undefined ? [] : { lang, label, source };
      }),
    ]),
  );
}
