import { expect, test } from "vitest";
import { placeAfterLogin } from "./next";

test("a path of ours is kept", () => {
  expect(placeAfterLogin("/projects/1?chat=2")).toBe("/projects/1?chat=2");
});

test.each([null, "", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])(
  "%j leads to the projects",
  (next) => {
    expect(placeAfterLogin(next)).toBe("/projects");
  },
);
