import { expect, test } from "vitest";
import type { User } from "@/shared/api/types";
import { checkProject, maxEpisodes, usualEpisodes } from "./check";

const values = {
  title: "Salt",
  genre: "drama",
  episodeCount: "3",
  targetAudience: "family",
  description: "",
  aspectRatio: "16:9",
  status: "concept",
};
const user: User = {
  id: "u",
  email: "u@example.com",
  name: "U",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  role: "user",
  subscription: { tier: "free", maxProjects: 1, maxEpisodesPerProject: 3 },
};

test("a plan limits the episodes of its user, not of an administrator", () => {
  expect(maxEpisodes(user)).toBe(3);
  expect(usualEpisodes(3)).toBe(3);
  expect(maxEpisodes({ ...user, role: "admin" })).toBe(50);
  expect(usualEpisodes(50)).toBe(10);
});

test.each(["0", "4", "1.5", "", "many"])("%j episodes are refused at their field", (episodeCount) => {
  expect(Object.keys(checkProject({ ...values, episodeCount }, 3))).toEqual(["episodeCount"]);
});

test("blank fields are named, complete ones pass", () => {
  expect(Object.keys(checkProject({ ...values, title: "  ", genre: "" }, 3))).toEqual(["title", "genre"]);
  expect(checkProject(values, 3)).toEqual({});
});
