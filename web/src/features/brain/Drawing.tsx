import { Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { Graph } from "@/shared/brain/types";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { IconButton } from "@/shared/ui/IconButton";
import { boundsOf, laidOut, type Line, type Placed } from "./layout";
import { spoken } from "./spoken";
import { useSize } from "./useSize";
import { useZoom } from "./useZoom";

/** Up to so many entities all names are shown; above it those of the best connected, and of what is pointed at. */
const ALL_NAMED = 45;
const LONGEST_NAME = 24;

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
  const named = useMemo(() => namesShown(nodes), [nodes]);

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
      className="relative h-[min(70dvh,40rem)] overflow-hidden rounded-2xl border border-line bg-surface"
      onKeyDown={onKeyDown}
    >
      <svg
        ref={setSvg}
        width={size.width}
        height={size.height}
        role="img"
        aria-label={text.brain.graph.hint}
        className="block cursor-grab touch-none select-none active:cursor-grabbing"
      >
        <g transform={transform.toString()}>
          {lines.map((line) => (
            <Relation
              key={line.id}
              line={line}
              lit={lit !== null && (line.source.id === lit || line.target.id === lit)}
              dim={near !== null}
            />
          ))}
          {nodes.map((node) => (
            <Entity
              key={node.id}
              node={node}
              chosen={node.id === current || node.id === around}
              dim={near !== null && !near.has(node.id)}
              named={named.has(node.id) || near?.has(node.id) === true}
              onPoint={setPointed}
              onOpen={onOpen}
            />
          ))}
        </g>
      </svg>
      <div className="absolute right-2 bottom-2 flex flex-col rounded-[10px] border border-line bg-raised">
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

function Relation({ line: { source, target, type }, lit, dim }: { line: Line; lit: boolean; dim: boolean }) {
  return (
    <g className={cx("transition-opacity", dim && !lit && "opacity-20")}>
      <line
        x1={source.x}
        y1={source.y}
        x2={target.x}
        y2={target.y}
        className={lit ? "stroke-ink" : "stroke-edge"}
        strokeWidth={lit ? 1.6 : 1}
        strokeOpacity={lit ? 0.9 : 0.5}
      />
      {lit && (
        <text
          x={(source.x + target.x) / 2}
          y={(source.y + target.y) / 2 - 3}
          textAnchor="middle"
          className="graph-name fill-soft"
          fontSize={9.5}
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
  named: boolean;
  onPoint: (id: string | null) => void;
  onOpen: (id: string) => void;
}

function Entity({ node, chosen, dim, named, onPoint, onOpen }: EntityProps) {
  const { id, type, title, x, y, radius } = node;
  return (
    <g
      data-testid="graph-node"
      transform={`translate(${x},${y})`}
      className={cx(`entity-${type} cursor-pointer transition-opacity`, dim && "opacity-25")}
      onPointerEnter={() => onPoint(id)}
      onPointerLeave={() => onPoint(null)}
      onClick={() => onOpen(id)}
    >
      <title>{title}</title>
      {chosen && <circle r={radius + 5} fill="none" className="stroke-current" strokeWidth={2} />}
      <circle r={radius} className="fill-current" />
      {named && (
        <text
          y={radius + 13}
          textAnchor="middle"
          className="graph-name fill-ink"
          fontSize={11.5}
          fontWeight={520}
        >
          {title.length > LONGEST_NAME ? `${title.slice(0, LONGEST_NAME - 1)}…` : title}
        </text>
      )}
    </g>
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

function namesShown(nodes: Placed[]): Set<string> {
  const shown = [...nodes].sort((a, b) => b.degree - a.degree).slice(0, ALL_NAMED);
  return new Set(shown.map((node) => node.id));
}
