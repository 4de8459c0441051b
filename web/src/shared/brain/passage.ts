/** Stands in a text where something was left out, because sources disagree about it. */
export const LEFT_OUT = "[…]";

/** How far apart two words of a passage may stand where something between them was left out. */
const GAP = "[\\s\\S]{0,400}?";
/** Scripts and word processors write these in many shapes. */
const SHAPES: Record<string, string> = {
  "'": "['’‘]",
  "’": "['’‘]",
  '"': '["“”„]',
  "“": '["“”„]',
  "”": '["“”„]',
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
  if (pieces.length === 0) return null;
  const found = new RegExp(pieces.join(GAP), "i").exec(text);
  if (!found) return null;
  const end = found.index + found[0].length;
  return { before: text.slice(0, found.index), passage: found[0], after: text.slice(end) };
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
