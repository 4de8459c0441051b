import { Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { Graph } from "@/shared/brain/types";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { IconButton } from "@/shared/ui/IconButton";
import { boundsOf, laidOut, type Line, type Placed } from "./layout";
import { spoken } from "@/shared/brain/spoken";
import { entryOf, stepFrom } from "./steps";
import { useSize } from "./useSize";
import { useZoom } from "./useZoom";

const LONGEST_NAME = 22;
/** Of a name, in CSS pixels however far it is zoomed. */
const NAME_SIZE = 12;

interface Props {
  graph: Graph;
  around: string | null;
  current: string | null;
  onOpen: (entity: string | null) => void;
}

/** Entities as discs and relations as lines. Pointing at an entity brings out what it has to do with. */
export function Drawing({ graph, around, current, onOpen }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const size = useSize(frame);
  const wide = size.width > size.height;
  const { nodes, lines } = useMemo(() => laidOut(graph, wide ? 1.7 : 0.75), [graph, wide]);
  const box = useMemo(() => boundsOf(nodes), [nodes]);
  const { transform, fit, zoomIn, zoomOut, move } = useZoom(svg, box, size);
  const [pointed, setPointed] = useState<string | null>(null);
  const lit = pointed ?? current;
  const near = useMemo(() => neighbours(lines, lit), [lines, lit]);
  const named = useMemo(
    () => namesWithRoom(nodes, transform.k, (node) => near?.has(node.id) ?? false),
    [nodes, transform.k, near],
  );

  const entry = pointed ?? entryOf(nodes, current, around);

  function step(node: Placed, key: string, target: SVGGElement): boolean {
    const to = stepFrom(nodes, node, key);
    if (to) target.parentElement?.querySelector<SVGGElement>(`[data-entity="${CSS.escape(to.id)}"]`)?.focus();
    return to !== null;
  }

  function onKeyDown(event: KeyboardEvent) {
    const act = {
      ArrowLeft: () => move(1, 0),
      ArrowRight: () => move(-1, 0),
      ArrowUp: () => move(0, 1),
      ArrowDown: () => move(0, -1),
      "+": zoomIn,
      "-": zoomOut,
      "0": fit,
    }[event.key];
    if (!act || event.target !== event.currentTarget) return;
    event.preventDefault();
    act();
  }

  return (
    <div
      ref={frame}
      tabIndex={0}
      role="group"
      aria-label={text.brain.graph.label}
      className="relative h-[min(70dvh,26rem)] overflow-hidden sm:h-[min(70dvh,40rem)] rounded-2xl border border-line bg-surface"
      onKeyDown={onKeyDown}
    >
      <svg
        ref={setSvg}
        width={size.width}
        height={size.height}
        role="presentation"
        className="block cursor-grab touch-none select-none active:cursor-grabbing"
      >
        <g transform={transform.toString()}>
          {lines.map((line) => (
            <Relation key={line.id} line={line} lit={lit} dim={near !== null} scale={transform.k} />
          ))}
          {nodes.map((node) => (
            <Entity
              key={node.id}
              node={node}
              entry={node.id === entry}
              onStep={step}
              chosen={node.id === current || node.id === around}
              dim={near !== null && !near.has(node.id)}
              scale={transform.k}
              onPoint={setPointed}
              onOpen={onOpen}
            />
          ))}
          {nodes
            .filter((node) => named.has(node.id))
            .map((node) => (
              <Name key={node.id} node={node} dim={near !== null && !near.has(node.id)} scale={transform.k} />
            ))}
        </g>
      </svg>
      <div className="absolute bottom-2 left-2 flex flex-col rounded-[10px] border border-line bg-raised">
        <IconButton label={text.brain.graph.zoomIn} small onClick={zoomIn}>
          <Plus />
        </IconButton>
        <IconButton label={text.brain.graph.zoomOut} small onClick={zoomOut}>
          <Minus />
        </IconButton>
        <IconButton label={text.brain.graph.fit} small onClick={fit}>
          <Maximize />
        </IconButton>
      </div>
    </div>
  );
}

interface RelationProps {
  line: Line;
  /** The entity that is pointed at. */
  lit: string | null;
  dim: boolean;
  scale: number;
}

/** Nearer to the far end, where the lines of one entity have come apart. */
const NAMED_AT = 0.62;

function Relation({ line: { source, target, type }, lit: pointed, dim, scale }: RelationProps) {
  const lit = pointed !== null && (source.id === pointed || target.id === pointed);
  const [from, to] = target.id === pointed ? [target, source] : [source, target];
  return (
    <g className={cx("transition-opacity", dim && !lit && "opacity-20")}>
      <line
        x1={source.x}
        y1={source.y}
        x2={target.x}
        y2={target.y}
        className={lit ? "stroke-ink" : "stroke-edge"}
        strokeWidth={(lit ? 1.6 : 1) / scale}
        strokeOpacity={lit ? 0.9 : 0.5}
      />
      {lit && (
        <text
          x={from.x + (to.x - from.x) * NAMED_AT}
          y={from.y + (to.y - from.y) * NAMED_AT - 3 / scale}
          textAnchor="middle"
          className="graph-name fill-soft"
          strokeWidth={3 / scale}
          fontSize={10 / scale}
        >
          {spoken(type)}
        </text>
      )}
    </g>
  );
}

interface EntityProps {
  node: Placed;
  chosen: boolean;
  dim: boolean;
  scale: number;
  /** The keyboard enters the graph here. */
  entry: boolean;
  onPoint: (id: string | null) => void;
  onOpen: (id: string) => void;
  /** Whether there was somewhere to go. */
  onStep: (node: Placed, key: string, target: SVGGElement) => boolean;
}

function Entity({ node, chosen, dim, scale, entry, onPoint, onOpen, onStep }: EntityProps) {
  const { id, type, title, x, y, radius } = node;
  return (
    <g
      data-testid="graph-node"
      data-entity={id}
      role="button"
      tabIndex={entry ? 0 : -1}
      aria-label={`${title}, ${text.brain.types[type]}`}
      transform={`translate(${x},${y})`}
      className={cx(`entity-${type} graph-entity cursor-pointer transition-opacity`, dim && "opacity-25")}
      onPointerEnter={() => onPoint(id)}
      onPointerLeave={() => onPoint(null)}
      onFocus={() => onPoint(id)}
      onBlur={() => onPoint(null)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") onOpen(id);
        else if (!onStep(node, event.key, event.currentTarget)) return;
        event.preventDefault();
      }}
      onClick={() => onOpen(id)}
    >
      <title>{title}</title>
      {chosen && (
        <circle r={radius + 5 / scale} fill="none" className="stroke-current" strokeWidth={2 / scale} />
      )}
      <circle
        r={radius + 4 / scale}
        fill="none"
        className="graph-focus stroke-ink"
        strokeWidth={2.5 / scale}
      />
      <circle r={radius} className="fill-current" />
    </g>
  );
}

/** Over everything, so that no disc covers it. */
function Name({ node, dim, scale }: { node: Placed; dim: boolean; scale: number }) {
  return (
    <text
      x={node.x}
      y={node.y + node.radius + (NAME_SIZE + 2) / scale}
      textAnchor="middle"
      className={cx("graph-name fill-ink transition-opacity", dim && "opacity-25")}
      strokeWidth={3.5 / scale}
      fontSize={NAME_SIZE / scale}
      fontWeight={520}
    >
      {cut(node.title)}
    </text>
  );
}

function neighbours(lines: Line[], id: string | null): Set<string> | null {
  if (id === null) return null;
  const near = new Set([id]);
  for (const { source, target } of lines) {
    if (source.id === id) near.add(target.id);
    if (target.id === id) near.add(source.id);
  }
  return near.size > 1 ? near : null;
}

function cut(title: string): string {
  return title.length > LONGEST_NAME ? `${title.slice(0, LONGEST_NAME - 1)}…` : title;
}

/**
 * Whose names are shown at this scale: the best connected first, each where it covers no other name. Those that are
 * `wanted` go before all others.
 */
function namesWithRoom(nodes: Placed[], scale: number, wanted: (node: Placed) => boolean): Set<string> {
  const rank = (node: Placed) => node.degree + (wanted(node) ? 10_000 : 0);
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const named = new Set<string>();
  for (const node of [...nodes].sort((a, b) => rank(b) - rank(a))) {
    const half = (cut(node.title).length * NAME_SIZE * 0.29) / scale;
    const top = node.y + node.radius;
    const box = {
      left: node.x - half,
      right: node.x + half,
      top,
      bottom: top + (NAME_SIZE + 5) / scale,
    };
    const covers = taken.some(
      (one) => box.left < one.right && box.right > one.left && box.top < one.bottom && box.bottom > one.top,
    );
    if (covers) continue;
    taken.push(box);
    named.add(node.id);
  }
  return named;
}
