/**
 * Cuts Markdown at blank lines where a new block surely begins: not inside a fence, and not before an indented line
 * or a list item, which may belong to the block above. Joined again the blocks are the text.
 */
export function blocksOf(source: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let fence: string | null = null;
  let blank = false;
  for (const line of source.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const fresh = fence === null && blank && /^\S/.test(line) && !/^([-*+]|\d+[.)])(\s|$)/.test(line);
    if (fresh && current.length > 0) {
      blocks.push(current.join("\n") + "\n");
      current = [];
    }
    current.push(line);
    if (mark)
      fence = fence === null ? mark : mark[0] === fence[0] && mark.length >= fence.length ? null : fence;
    blank = line.trim() === "";
  }
  blocks.push(current.join("\n"));
  return blocks;
}

/**
 * Without the mark at the very end that nothing follows yet: a bullet, a number, a heading's or a quote's sign, or the
 * opening of an emphasis. A text that is growing or was stopped may end there, and would show it as an empty item.
 */
export function withoutLooseEnd(source: string): string {
  const end = source.lastIndexOf("\n") + 1;
  const loose = /^([-*+]|\d+[.)]|#{1,6}|>)?\s*[*_]{0,2}$/.test(source.slice(end).trim());
  return loose ? source.slice(0, end) : source;
}
