import { expect, test } from "vitest";
import type { Graph } from "@/shared/brain/types";
import { boundsOf, laidOut } from "./layout";

const entities = Array.from({ length: 60 }, (_, at) => ({
  id: `e${at}`,
  type: "character" as const,
  title: `Nobody ${at}`,
}));
const relations = entities.slice(1).map((entity, at) => ({
  id: `r${at}`,
  start: entities[Math.floor(at / 3)]!.id,
  type: "KNOWS",
  end: entity.id,
  manual: false,
}));
const graph: Graph = { entities, relations, truncated: false };

test("nobody covers anybody, and the same graph comes out the same", () => {
  const { nodes, lines } = laidOut(graph, 1.7);

  const close = nodes.flatMap((one, at) =>
    nodes.slice(at + 1).filter((other) => Math.hypot(one.x - other.x, one.y - other.y) < one.radius),
  );
  expect(close).toEqual([]);
  expect(lines).toHaveLength(59);
  expect(laidOut(graph, 1.7).nodes.map(({ x, y }) => [x, y])).toEqual(nodes.map(({ x, y }) => [x, y]));
});

test("a relation to what is not shown is left out", () => {
  const lost = { id: "r", start: "e0", type: "KNOWS", end: "elsewhere", manual: false };

  expect(laidOut({ entities: entities.slice(0, 1), relations: [lost], truncated: true }, 1).lines).toEqual(
    [],
  );
});

test("the box holds everything, also nothing", () => {
  const { nodes } = laidOut(graph, 0.75);
  const box = boundsOf(nodes);

  expect(nodes.every(({ x, y }) => x > box.x && x < box.x + box.width && y > box.y)).toBe(true);
  expect(boundsOf([]).width).toBeGreaterThan(0);
});
