import { expect, test } from "vitest";
import type { Placed } from "./layout";
import { entryOf, stepFrom } from "./steps";

const at = (id: string, x: number, y: number, degree = 1) => ({ id, x, y, degree }) as Placed;
const middle = at("middle", 0, 0, 3);
const nodes = [
  middle,
  at("right", 50, 10),
  at("far right", 90, 0),
  at("above", 5, -40),
  at("below", -80, 60),
];

test("arrow keys lead to the nearest entity in their direction", () => {
  expect(stepFrom(nodes, middle, "ArrowRight")?.id).toBe("right");
  expect(stepFrom(nodes, middle, "ArrowUp")?.id).toBe("above");
  expect(stepFrom(nodes, middle, "ArrowLeft")?.id).toBe("below");
  expect(stepFrom(nodes, nodes[2]!, "ArrowRight")).toBeNull();
  expect(stepFrom(nodes, middle, "Enter")).toBeNull();
});

test("the keyboard enters at what is open, else at the best connected", () => {
  expect(entryOf(nodes, "gone", "above")).toBe("above");
  expect(entryOf(nodes, null, null)).toBe("middle");
  expect(entryOf([])).toBeNull();
});
