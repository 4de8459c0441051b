import { create } from "zustand";

/** Counts what was brought in or decided anywhere on the page, so that whoever shows the Brain reads it anew. */
export const useBrainChanges = create<{ count: number }>(() => ({ count: 0 }));

export function brainChanged(): void {
  useBrainChanges.setState(({ count }) => ({ count: count + 1 }));
}
