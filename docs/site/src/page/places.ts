// Where things are in the reference: the part of its addresses behind the `#`, as Redoc makes them.
import type { Operation } from "../description.ts";

/** The place of a tag, which is a section of the guide or a group of methods. */
export const placeOfTag = (name: string): string => `/${name.toLowerCase().replaceAll(" ", "-")}`;

/** The place of an operation. */
export const placeOf = ({ node, operationId }: Operation): string =>
  `${placeOfTag(node.tags[0])}/${operationId.toLowerCase()}`;
