/** A relation as it is read: `APPEARS_IN` is "appears in". */
export function spoken(relation: string): string {
  return relation.toLowerCase().replaceAll("_", " ");
}
