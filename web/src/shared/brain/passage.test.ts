import { expect, test } from "vitest";
import { partedAt } from "./passage";

const NOTE = "Maya’s lamp\n  (a storm lamp) is old.\n\nShe is 28 and keeps the light.";

test("a passage is found whatever its blanks, quotes and letters' case are", () => {
  expect(partedAt(NOTE, "maya's lamp (a storm lamp)")).toEqual({
    before: "",
    passage: "Maya’s lamp\n  (a storm lamp)",
    after: " is old.\n\nShe is 28 and keeps the light.",
  });
});

test("what was left out of a quote may be anything, and a quote may have been cut", () => {
  expect(partedAt(NOTE, "She is […] and keeps the…")?.passage).toBe("She is 28 and keeps the");
  expect(partedAt(NOTE, "[…] keeps the light.")?.passage).toBe("keeps the light.");
});

test("a text that is made to be searched for ever is given up", () => {
  const pieces = Array(40).fill("a").join(" […] ");

  expect(partedAt("a".repeat(50_000), `${pieces} […] b`)).toBeNull();
  expect(partedAt("a".repeat(1_000_000), "a […] a […] a […] b")).toBeNull();
  expect(partedAt(`${"a".repeat(500)} so b.`, `${pieces} […] b`)?.passage).toMatch(/^a+ so b$/);
});

test("the pieces of a passage stand near each other, and after each other", () => {
  expect(partedAt(`Maya ${"waits ".repeat(200)}here. Maya stays here.`, "Maya […] here.")?.passage).toBe(
    "Maya stays here.",
  );
  expect(partedAt("here. Maya", "Maya […] here.")).toBeNull();
});

test("what a text does not say is not found, and signs are no patterns", () => {
  expect(partedAt(NOTE, "Maya is 34")).toBeNull();
  expect(partedAt(NOTE, ".*")).toBeNull();
  expect(partedAt(NOTE, "[…]")).toBeNull();
  expect(partedAt("", "Maya")).toBeNull();
  expect(partedAt("costs $5 (net) [a+b]", "$5 (net) [a+b]")?.before).toBe("costs ");
});
