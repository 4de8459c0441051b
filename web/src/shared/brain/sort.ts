import type { Entity, EntityType, Finding } from "./types";

/** What something is shown as: its kind, or a passage of what was brought in. */
export type Sort = EntityType | "passage";

export function sortOf({ type, metadata }: Pick<Entity | Finding, "type" | "metadata">): Sort {
  const properties = metadata?.["properties"] as Record<string, unknown> | undefined;
  return metadata?.["passage"] === true || properties?.["passage"] === true ? "passage" : type;
}
