// The model of a client, for samples that call it.
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { type LanguageName, modelOf, type SdkMethod, type SdkModel } from "@b24-calllist/codegen/model";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

export const modelFor = (language: LanguageName): SdkModel => modelOf(sdk, catalogue, behaviour as Behaviour, language);

export const methodIn = ({ methods }: SdkModel, wire: string): SdkMethod => methods.find((one) => one.wire === wire)!;
