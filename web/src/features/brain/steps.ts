import type { Placed } from "./layout";

const WAYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const;

/** The entity that the arrow keys lead to: the nearest one that lies more in this direction than aside of it. */
export function stepFrom(nodes: Placed[], from: Placed, key: string): Placed | null {
  const way = WAYS[key as keyof typeof WAYS];
  if (!way) return null;
  let best: Placed | null = null;
  let least = Infinity;
  for (const node of nodes) {
    const [dx, dy] = [node.x - from.x, node.y - from.y];
    const ahead = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (ahead <= 0 || aside > ahead * 2) continue;
    const far = ahead + aside * 2;
    if (far < least) [best, least] = [node, far];
  }
  return best;
}

/** Where the keyboard enters: what is open or looked around, else the best connected. */
export function entryOf(nodes: Placed[], ...wanted: (string | null)[]): string | null {
  const known = wanted.find((id) => nodes.some((node) => node.id === id));
  if (known) return known;
  return (
    nodes.reduce<Placed | null>((best, node) => (best && best.degree >= node.degree ? best : node), null)
      ?.id ?? null
  );
}
