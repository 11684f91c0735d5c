// A schema of the description, as far as the model reads it.
export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: string[];
  pattern?: string;
  minimum?: number;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  propertyNames?: Schema;
  required?: string[];
  additionalProperties?: Schema | boolean;
  "x-sdk-explicit"?: string[];
  "x-sdk-name"?: string;
  "x-sdk-names"?: Record<string, string>;
  "x-sdk-prefix"?: string;
  "x-sdk-text"?: string;
  "x-sdk-type"?: string;
  "x-sdk-whole"?: string[];
}

export type Schemas = Record<string, Schema>;
