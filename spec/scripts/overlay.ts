// Applies an OpenAPI Overlay (spec.openapis.org/overlay) to a document: its updates, merged into what each target names.
// Targets are paths of names, such as $.paths['/x'].post, as ours are; a library would bring all of JSONPath along.

// biome-ignore lint/suspicious/noExplicitAny: JSON is walked freely here.
type Json = any;

export interface Overlay {
  actions: { target: string; update: object }[];
}

/** A copy of the document with all updates. A target that the document lacks is an error, so that none is forgotten. */
export function applyOverlay<T extends object>(document: T, { actions }: Overlay): T {
  const copy = structuredClone(document);
  for (const { target, update } of actions) {
    const found = namesOf(target).reduce((value: Json, name) => value?.[name], copy);
    if (typeof found !== "object" || found === null) throw new Error(`the overlay's target ${target} does not exist`);
    merge(found, update);
  }
  return copy;
}

const STEP = /\.([\w-]+)|\['([^']*)'\]/y;

function namesOf(target: string): string[] {
  const names: string[] = [];
  STEP.lastIndex = 1;
  for (let step = STEP.exec(target); step; step = STEP.exec(target)) {
    names.push(step[1] ?? step[2]!);
    if (STEP.lastIndex === target.length) return names;
  }
  throw new Error(`the overlay's target ${target} has to be a path of names, such as $.paths['/x'].post`);
}

/** As the standard says: objects are merged, lists are joined, and anything else is replaced. */
function merge(into: Json, update: Json): void {
  for (const [name, value] of Object.entries<Json>(update)) {
    if (Array.isArray(into[name]) && Array.isArray(value)) into[name] = [...into[name], ...value];
    else if (isObject(into[name]) && isObject(value)) merge(into[name], value);
    else into[name] = value;
  }
}

const isObject = (value: Json): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
