import { readFileSync } from "node:fs";
import { descriptionOf } from "@b24-calllist/testkit/description";
import type { Document } from "../scripts/document.ts";
import { at } from "../scripts/paths.ts";

export const document: Document = JSON.parse(readFileSync(at("dist", "openapi.json"), "utf8"));

export const { medias, operationOf, operations, problems, schemaOf } = descriptionOf(document);
