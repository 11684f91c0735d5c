// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
export type Document = Record<string, any>;
