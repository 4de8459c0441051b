import { text } from "@/shared/text";
import type { Fact, Source } from "./types";

/** Where something comes from, in a line: "Second draft, page 12, shot 3, 00:01:02:03". */
export function placeOf(source: Source): string {
  const parts = [
    source.label,
    source.page ? text.brain.pageOf(source.page) : null,
    source.shot ? text.brain.shotOf(source.shot) : null,
    source.timecode,
  ];
  return parts.filter(Boolean).join(", ");
}

/** Every passage that stands with something. */
export function quotesOf({ sources = [], facts = [] }: { sources?: Source[]; facts?: Fact[] }): string[] {
  return [...sources, ...facts.map((fact) => fact.source)].map((source) => source.quote ?? "");
}
