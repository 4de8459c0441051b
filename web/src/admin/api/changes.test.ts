import { expect, test } from "vitest";
import { changes, filled, laid, same } from "./changes";
import type { Field } from "./declarations";

const FIELDS: Field[] = [
  { name: "title", label: "Title", type: "text" },
  { name: "owner", label: "Owner", type: "text", readOnly: true },
  { name: "note", label: "Note", type: "text" },
  {
    name: "camera",
    label: "Camera",
    type: "group",
    fields: [
      { name: "body", label: "Body", type: "text" },
      { name: "lens", label: "Lens", type: "json" },
    ],
  },
  { name: "cast", label: "Cast", type: "relationship", many: true },
];

test("only what differs is sent, and of a group only the field that does", () => {
  const before = { title: "A", owner: "x", camera: { body: "b", lens: { mm: 35 } }, cast: ["1"] };
  const after = { title: "A", owner: "y", camera: { body: "c", lens: { mm: 35 } }, cast: ["1", "2"] };
  expect(changes(FIELDS, before, after)).toEqual({ camera: { body: "c" }, cast: ["1", "2"] });
});

test("a change laid over another's leaves what it does not name", () => {
  const theirs = { title: "B", camera: { body: "b", lens: { mm: 50, f: 2 } } };
  expect(laid(FIELDS, theirs, { camera: { lens: { mm: 35 } } })).toEqual({
    title: "B",
    camera: { body: "b", lens: { mm: 35 } },
  });
});

test("what was emptied is null, what was empty all along is nothing", () => {
  expect(changes(FIELDS, { title: "A", note: null }, { title: "", note: "" })).toEqual({ title: "" });
  expect(changes(FIELDS, { title: "A" }, { title: undefined })).toEqual({ title: null });
});

test("a new document is made from what was filled in", () => {
  const given = { title: "A", note: "", owner: "x", camera: { body: "b", lens: null }, cast: [] };
  expect(filled(FIELDS, given)).toEqual({ title: "A", camera: { body: "b" }, cast: [] });
});

test("the order of keys does not tell documents apart, that of a list does", () => {
  expect(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(same([1, 2], [2, 1])).toBe(false);
  expect(same({}, [])).toBe(false);
});
