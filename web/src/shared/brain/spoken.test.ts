import { expect, test } from "vitest";
import { spokenPath } from "./spoken";

test("a path is read in both directions, and what only looks like one stays", () => {
  expect(spokenPath("Maya –[APPEARS_IN]→ Scene 4 ←[LOCATED_AT]– Market [A]")).toBe(
    "Maya – appears in → Scene 4 ← located at – Market [A]",
  );
});
