import { expect, test } from "vitest";
import { broughtIn } from "./bring";
import { isThrough, stepOf, withStep } from "./steps";

test("a text is told, a file and a link go along without one", () => {
  expect(broughtIn(" Maya is 28. ", null, null)).toMatchObject({
    content: "Maya is 28.",
    asked: {},
    untold: false,
  });
  expect(broughtIn("", null, "m1")).toMatchObject({
    attachments: ["m1"],
    asked: { mediaId: "m1" },
    untold: true,
  });
});

test.each([
  ["https://x.example/bible.pdf", { documentUrl: "https://x.example/bible.pdf" }],
  ["https://x.example/still.JPG?w=2", { imageUrl: "https://x.example/still.JPG?w=2" }],
])("%s alone is a link, and its ending says to what", (address, asked) => {
  expect(broughtIn(address, null, null)).toMatchObject({ content: address, asked, untold: true });
  expect(broughtIn("About this", address, null)).toMatchObject({
    content: "About this",
    asked,
    untold: false,
  });
});

test("an address within a text is part of the text", () => {
  expect(broughtIn("See https://x.example/a.pdf", null, null).asked).toEqual({});
});

test("stages follow each other, and one that is told again goes on in its place", () => {
  const told = [
    { stage: "step", step: "extract", done: 1, of: 1, unit: "sources", pages: 3 },
    { stage: "step", step: "understand", done: 1, of: 4, unit: "passages" },
    { stage: "step", step: "understand", done: 2, of: 4, unit: "passages" },
    { stage: "step", step: 7 },
  ].flatMap((data) => stepOf(data) ?? []);

  const steps = told.reduce(withStep, []);

  expect(steps.map(({ name, done }) => [name, done])).toEqual([
    ["extract", 1],
    ["understand", 2],
  ]);
  expect(steps.map(isThrough)).toEqual([true, false]);
});
