// The description is open: a portal may send more than it names, and no client breaks. Here that is what we want to know.

type Schema = { type?: unknown; properties?: unknown; additionalProperties?: unknown };

/** The description with all its objects closed, so that a field it does not name is found. */
export function closed<D extends { components: { schemas: object } }>(description: D): D {
  const copy = structuredClone(description);
  for (const schema of Object.values<Schema>(copy.components.schemas as Record<string, Schema>)) {
    if (schema.properties) schema.additionalProperties ??= false;
  }
  return copy;
}
