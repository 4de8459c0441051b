import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";
import type { Graph } from "@/shared/brain/types";

export interface Placed extends SimulationNodeDatum {
  id: string;
  type: Graph["entities"][number]["type"];
  title: string;
  /** How many relations it has here. */
  degree: number;
  radius: number;
  x: number;
  y: number;
}

export interface Line {
  id: string;
  type: string;
  source: Placed;
  target: Placed;
}

export interface Layout {
  nodes: Placed[];
  lines: Line[];
}

const ROUNDS = 320;

/**
 * Lays a graph out around (0, 0), wider than high as `aspect` says. The same graph comes out the same. It is laid out
 * at once and does not move: nobody has to wait for it to settle.
 */
export function laidOut({ entities, relations }: Graph, aspect: number): Layout {
  const degrees = new Map<string, number>();
  for (const { start, end } of relations)
    for (const id of [start, end]) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const nodes = entities.map(({ id, type, title }): Placed => {
    const degree = degrees.get(id) ?? 0;
    return { id, type, title, degree, radius: 7 + Math.min(13, 2.4 * Math.sqrt(degree)), x: NaN, y: NaN };
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines = relations.flatMap(({ id, type, start, end }): Line[] => {
    const source = byId.get(start);
    const target = byId.get(end);
    return source && target ? [{ id, type, source, target }] : [];
  });
  forceSimulation(nodes)
    .force(
      "lines",
      forceLink<Placed, Line>([...lines])
        .distance((line) => 70 + line.source.radius + line.target.radius)
        .strength(0.5),
    )
    .force("apart", forceManyBody().strength(-520).distanceMax(600))
    .force(
      "room",
      forceCollide<Placed>((node) => node.radius + 20),
    )
    .force(
      "across",
      forceX<Placed>(0).strength((node) => pull(node) / Math.max(aspect, 0.4)),
    )
    .force(
      "down",
      forceY<Placed>(0).strength((node) => pull(node) * Math.max(aspect, 0.4)),
    )
    .stop()
    .tick(ROUNDS);
  return { nodes, lines };
}

/** To the middle; what nothing else holds is held closer. */
function pull({ degree }: Placed): number {
  return degree === 0 ? 0.25 : 0.07;
}

/** The box around everything. */
export function boundsOf(nodes: Placed[]): { x: number; y: number; width: number; height: number } {
  if (nodes.length === 0) return { x: -100, y: -100, width: 200, height: 200 };
  const room = 20;
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  const x = Math.min(...xs) - room;
  const y = Math.min(...ys) - room;
  return { x, y, width: Math.max(...xs) + room - x, height: Math.max(...ys) + room - y };
}
