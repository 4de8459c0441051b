import { expect, test } from "vitest";
import type { Collection, Field } from "./declarations";
import { searchable, whereOf } from "./where";

const field = (name: string, type: Field["type"], more: Partial<Field> = {}): Field => ({
  name,
  label: name,
  type,
  ...more,
});
const PROPS: Collection = {
  slug: "props",
  singular: "Prop",
  plural: "Props",
  description: "",
  title: "name",
  auth: false,
  trash: false,
  versions: false,
  drafts: false,
  upload: false,
  can: { create: true, read: true, update: true, delete: true },
  fields: [
    field("notes", "textarea"),
    field("tags", "text", { many: true }),
    field("care", "group", { fields: [field("by", "text"), field("price", "number")] }),
    field("name", "text"),
  ],
};

test("a search looks into every text, the title first, and at the id", () => {
  expect(searchable(PROPS)).toEqual(["name", "notes", "care.by"]);
  expect(whereOf({ q: " old lamp " }, PROPS)).toEqual({
    or: [
      { name: { like: "old lamp" } },
      { notes: { like: "old lamp" } },
      { "care.by": { like: "old lamp" } },
      { id: { equals: "old lamp" } },
    ],
  });
});

test("filters are nested at the dots by the form and flat for the API", () => {
  const filter = { care: { "price@less_than_equal": 5 }, "name@like": "lamp", "kind@in": ["a", "b"] };
  expect(whereOf(filter, PROPS)).toEqual({
    and: [{ "care.price": { less_than_equal: 5 } }, { name: { like: "lamp" } }, { kind: { in: ["a", "b"] } }],
  });
});

test("a filter without a value asks for nothing, and a day lasts until its end", () => {
  expect(whereOf({ q: " ", "name@like": "", "kind@in": [] }, PROPS)).toEqual({});
  expect(whereOf({ "createdAt@less_than_equal": "2026-11-03" }, PROPS)).toEqual({
    createdAt: { less_than_equal: "2026-11-03T23:59:59.999Z" },
  });
});
