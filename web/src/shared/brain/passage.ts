/** Stands in a text where something was left out, because sources disagree about it. */
export const LEFT_OUT = "[…]";

/** How far apart two pieces of a passage may stand where something between them was left out. */
const GAP = 400;
/** Places where a passage is looked for. */
const MOST_BEGINNINGS = 2_000;
/** Scripts and word processors write these in many shapes. */
const SHAPES: Record<string, string> = {
  "'": "['’‘]",
  "’": "['’‘]",
  "‘": "['’‘]",
  '"': '["“”„]',
  "“": '["“”„]',
  "”": '["“”„]',
  "„": '["“”„]',
  "-": "[-–—]",
  "–": "[-–—]",
  "—": "[-–—]",
};

export interface Parted {
  before: string;
  passage: string;
  after: string;
}

/**
 * A text around the passage that is quoted from it, whatever its blanks and letters' case are; null when it is not
 * there. A quote may have been cut at its end.
 */
export function partedAt(text: string, quote: string): Parted | null {
  const sought = quote.trim().replace(/…$/, "");
  if (sought === "" || text === "") return null;
  const pieces = sought.split(LEFT_OUT).map(patternOf).filter(Boolean);
  const [first, ...rest] = pieces.map((piece) => new RegExp(piece, "gi"));
  if (!first) return null;
  let begun = 0;
  for (const found of text.matchAll(first)) {
    if (++begun > MOST_BEGINNINGS) break;
    const end = endOf(rest, text, found.index + found[0].length);
    if (end !== null)
      return {
        before: text.slice(0, found.index),
        passage: text.slice(found.index, end),
        after: text.slice(end),
      };
  }
  return null;
}

/** Where the last of the pieces ends, each the nearest one behind the one before: one pattern for all would try every
 * way to place them, which in a text made for that takes for ever. */
function endOf(pieces: RegExp[], text: string, from: number): number | null {
  let end = from;
  for (const piece of pieces) {
    const near = text.slice(end, end + GAP + 3 * piece.source.length);
    piece.lastIndex = 0;
    const found = piece.exec(near);
    if (!found || found.index > GAP) return null;
    end += found.index + found[0].length;
  }
  return end;
}

function patternOf(piece: string): string {
  return piece
    .trim()
    .split(/\s+/)
    .map((word) => [...word].map((letter) => SHAPES[letter] ?? escaped(letter)).join(""))
    .join("\\s+");
}

function escaped(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
