/** A relation as it is read: `APPEARS_IN` is "appears in". */
export function spoken(relation: string): string {
  return relation.toLowerCase().replaceAll("_", " ");
}

/** A path as it is read: `Maya –[OWNS]→ lamp ←[HIDES]– Yusuf` is "Maya – owns → lamp ← hides – Yusuf". */
export function spokenPath(path: string): string {
  return path.replace(/([–-]|←)\[([A-Z][A-Z0-9_]*)\](→|[–-])/g, (_, from, relation: string, to) => {
    return `${from} ${spoken(relation)} ${to}`;
  });
}
