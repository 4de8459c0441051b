import { createContext } from "react";
import type { Citation, Finding } from "@/shared/brain/types";

/** What a marker in an answer stands for. */
export interface Cited {
  marker: string;
  finding: Finding;
  /** The passage that the answer rests on; empty where none was named. */
  quote: string;
}

/** By their markers. What names nothing that was found is left out: it cannot be opened. */
export function citedBy(findings: Finding[], citations: Citation[]): Map<string, Cited> {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const cited = new Map<string, Cited>();
  for (const citation of citations) {
    const finding = byId.get(citation.id);
    const marker = String(citation.marker).replace(/[^\d]/g, "");
    if (finding && marker) cited.set(marker, { marker, finding, quote: citation.quote ?? "" });
  }
  return cited;
}

/** While an answer is being given, its markers count through what was found. */
export function countedThrough(findings: Finding[]): Map<string, Cited> {
  return citedBy(
    findings,
    findings.map((finding, at) => ({ marker: at + 1, id: finding.id })),
  );
}

interface Sources {
  cited: Map<string, Cited>;
  open: (finding: Finding, cited: Cited | null) => void;
}

export const SourcesContext = createContext<Sources | null>(null);
