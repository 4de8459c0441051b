import { useId } from "react";
import { cx } from "./cx";

/** Two skies, a light and a ground per genre: the grade a first still of such a film might have. */
const GRADES: Record<string, [sky: string, glow: string, light: string, ground: string]> = {
  action: ["#16222e", "#c2542e", "#ffd9a0", "#120d0c"],
  comedy: ["#3a7f92", "#f5c987", "#fff4d6", "#274a3c"],
  drama: ["#1b2740", "#d08a52", "#ffe2b0", "#10131f"],
  horror: ["#0c1512", "#36503f", "#c9d9b6", "#060908"],
  "sci-fi": ["#101738", "#3f9fb0", "#d3f7ff", "#0a0e22"],
  thriller: ["#12191f", "#4c6a72", "#dfe9d8", "#0a0e10"],
  romance: ["#4a3157", "#e08e86", "#ffe9d2", "#271a33"],
  documentary: ["#5a7184", "#d6c6a3", "#fffaf0", "#37402f"],
};

interface Props {
  seed: string;
  genre: string;
  className?: string;
  /** Cut for a wide strip: the horizon moves into its middle. */
  wide?: boolean;
}

/**
 * A landscape made from a title and a genre, always the same for the same two: what a film shows before it has
 * pictures of its own.
 */
export function Still({ seed, genre, className, wide = false }: Props) {
  const id = useId();
  const [sky, glow, light, ground] = GRADES[genre] ?? GRADES.drama!;
  const next = numbers(seed + genre);
  const horizon = 108 + next() * 22;
  const sun = { x: 60 + next() * 200, y: horizon - 10 - next() * 52, r: 7 + next() * 17 };
  const ridges = [0, 1, 2, 3].map((depth) => ridge(next, horizon + depth * 17, 22 - depth * 4));
  return (
    <svg
      viewBox={wide ? "0 26 320 154" : "0 0 320 180"}
      preserveAspectRatio="xMidYMid slice"
      className={cx("block", className)}
      aria-hidden="true"
    >
      <defs>
        <linearGradient id={`${id}s`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={sky} />
          <stop offset="0.68" stopColor={glow} />
        </linearGradient>
        <radialGradient id={`${id}g`}>
          <stop offset="0" stopColor={light} stopOpacity="0.7" />
          <stop offset="0.25" stopColor={light} stopOpacity="0.36" />
          <stop offset="0.55" stopColor={light} stopOpacity="0.12" />
          <stop offset="1" stopColor={light} stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="320" height="180" fill={`url(#${id}s)`} />
      <circle cx={sun.x} cy={sun.y} r={sun.r * 6} fill={`url(#${id}g)`} />
      <circle cx={sun.x} cy={sun.y} r={sun.r} fill={light} />
      {ridges.map((path, depth) => (
        <path key={depth} d={path} fill={ground} fillOpacity={0.34 + depth * 0.22} />
      ))}
    </svg>
  );
}

function ridge(next: () => number, base: number, height: number): string {
  const points = Array.from({ length: 7 }, (_, at) => [(at * 320) / 6, base - next() * height] as const);
  const [start, ...rest] = points;
  let path = `M0 180V${start![1].toFixed(1)}`;
  let [px, py] = start!;
  for (const [x, y] of rest) {
    const middle = (px + x) / 2;
    path += `C${middle.toFixed(1)} ${py.toFixed(1)} ${middle.toFixed(1)} ${y.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)}`;
    [px, py] = [x, y];
  }
  return `${path}V180Z`;
}

/** A small deterministic generator (mulberry32 over an FNV-1a hash of the text). */
function numbers(text: string): () => number {
  let state = 2166136261;
  for (const char of text) state = Math.imul(state ^ char.codePointAt(0)!, 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
