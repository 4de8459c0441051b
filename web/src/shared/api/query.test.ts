import { expect, test } from "vitest";
import { query } from "./query";

test("nested conditions become brackets, and what is not set drops out", () => {
  const built = query({
    where: { title: { like: "a b&c" }, status: undefined },
    sort: "-updatedAt",
    limit: 24,
    q: "",
  });

  expect(decodeURIComponent(built)).toBe("?where[title][like]=a b&c&sort=-updatedAt&limit=24");
  expect(new URLSearchParams(built).get("where[title][like]")).toBe("a b&c");
});

test("nothing to say is an empty string", () => {
  expect(query({ before: undefined })).toBe("");
});
