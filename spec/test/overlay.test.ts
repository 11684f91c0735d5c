// An overlay changes a copy of a document, or says what is wrong with its targets.
import { expect, it } from "vitest";
import { applyOverlay } from "../scripts/overlay.ts";

const document = { paths: { "/x.get": { post: { summary: "Get", tags: ["a"], required: ["ID"] } } } };
const target = "$.paths['/x.get'].post";
const apply = (update: object, at = target) => applyOverlay(document, { actions: [{ target: at, update }] });

it("merges objects, joins lists, and replaces anything else", () => {
  const update = { "x-sdk-name": "get", summary: "Read", required: ["FORM"], responses: { 200: {} } };
  expect(apply(update).paths["/x.get"].post).toEqual({
    summary: "Read",
    tags: ["a"],
    required: ["ID", "FORM"],
    responses: { 200: {} },
    "x-sdk-name": "get",
  });
});

it("leaves the document as it was", () => {
  apply({ summary: "Read" });
  expect(document.paths["/x.get"].post.summary).toBe("Get");
});

it.each(["$.paths['/x.gone'].post", "$.paths['/x.get'].post.summary", "$.nothing.at.all"])(
  "%s: a target that does not exist, or is no object, is an error, so that none is forgotten",
  (wrong) => expect(() => apply({}, wrong)).toThrow(`the overlay's target ${wrong} does not exist`),
);

it.each(["$..post", "$.paths.*", "paths", "$", "$.paths[0]"])("%s: a target is a path of names", (wrong) => {
  expect(() => apply({}, wrong)).toThrow("has to be a path of names, such as $.paths['/x'].post");
});
