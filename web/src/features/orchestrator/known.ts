import type { Evidence, Gathered, MessageMetadata } from "@/shared/api/types";

/** What an answer rests on, if a question to the Brain was answered. */
export function evidenceOf(known: MessageMetadata | undefined): Evidence | null {
  if (!known?.results) return null;
  return { results: known.results, citations: known.citations ?? [], degraded: known.degraded ?? false };
}

/** What became of something that was brought in, if that is what it was. */
export function gatheredOf(known: MessageMetadata | undefined): Gathered | null {
  if (!known?.gatherItemId) return null;
  return {
    gatherItemId: known.gatherItemId,
    summary: known.summary ?? "",
    context: known.context ?? "",
    duplicates: known.duplicates ?? [],
    conflicts: known.conflicts ?? [],
    iterationCount: known.iterationCount ?? 0,
    unfinished: known.unfinished ?? [],
    brainState: known.brainState ?? "",
    counts: known.counts ?? {},
  };
}
