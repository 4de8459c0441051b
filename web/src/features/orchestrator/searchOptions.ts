import { create } from "zustand";
import type { EntityType } from "@/shared/brain/types";

/** How a question is looked up. `threshold` (0 to 1) is the least relevance; no `types` means every kind. */
export interface SearchOptions {
  types: EntityType[];
  limit: number;
  threshold: number;
}

export const USUAL: SearchOptions = { types: [], limit: 10, threshold: 0.6 };
/** Everything that is remotely near. */
export const WIDEST: SearchOptions = { types: [], limit: 20, threshold: 0 };
export const LIMITS = [5, 10, 20, 50];

/** They stay while the studio is open, from one question to the next. */
export const useSearchOptions = create<SearchOptions>(() => USUAL);

export function isUsual(options: SearchOptions): boolean {
  return options.types.length === 0 && options.limit === USUAL.limit && options.threshold === USUAL.threshold;
}

/** What goes along with the question. */
export function askedWith({ types, limit, threshold }: SearchOptions): Record<string, unknown> {
  return { limit, threshold, ...(types.length > 0 ? { types } : {}) };
}
