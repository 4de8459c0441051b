interface Node {
  type: string;
  label?: string;
  referenceType?: string;
  value?: string;
  children?: Node[];
  data?: { hName: string; hProperties: Record<string, string> };
}

/** What a definition somewhere in the text must not turn into a link that looks like a source of ours. */
const OURS = /^(?:…|\d{1,3}(?:\s*[,;]\s*\d{1,3})*)$/;
const MARK = /\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g;

/**
 * A remark plugin: `[2]` and `[2, 5]` in running text become `cite-mark` elements with the number as `marker`. What
 * stands in code stays as it is. `[…]` and `[2]` are never links, whatever address the text defines for them.
 */
export function citations() {
  return (tree: unknown): void => walk(tree as Node);
}

function walk(node: Node): void {
  if (!node.children || node.type === "link" || node.type === "linkReference") return;
  node.children = node.children.flatMap((child) => {
    if (child.type === "text") return split(child.value ?? "");
    if (child.type === "linkReference" && OURS.test(child.label ?? "")) {
      const said = child.referenceType === "full" ? (child.children ?? []) : [];
      return [...said, ...split(`[${child.label}]`)];
    }
    walk(child);
    return [child];
  });
}

function split(value: string): Node[] {
  const parts: Node[] = [];
  let from = 0;
  for (const found of value.matchAll(MARK)) {
    if (found.index > from) parts.push({ type: "text", value: value.slice(from, found.index) });
    parts.push(...found[1]!.split(/[,;]/).map((marker) => mark(marker.trim())));
    from = found.index + found[0].length;
  }
  if (from < value.length) parts.push({ type: "text", value: value.slice(from) });
  return parts;
}

function mark(marker: string): Node {
  return {
    type: "citation",
    data: { hName: "cite-mark", hProperties: { marker } },
    children: [{ type: "text", value: `[${marker}]` }],
  };
}
