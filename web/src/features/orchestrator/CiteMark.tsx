import { type ReactNode, use } from "react";
import { text } from "@/shared/text";
import { SourcesContext } from "./evidence";

/** `[2]` in an answer: a button that opens what it stands for. A number that stands for nothing stays text. */
export function CiteMark({ marker, children }: { marker?: string; children?: ReactNode }) {
  const sources = use(SourcesContext);
  const cited = marker ? sources?.cited.get(marker) : undefined;
  if (!sources || !cited) return <>{children}</>;
  const label = text.modes.query.citation(cited.marker, cited.finding.title);
  return (
    <button
      type="button"
      data-testid="citation"
      aria-label={label}
      title={label}
      className="cite"
      onClick={() => sources.open(cited.finding, cited)}
    >
      <span>{cited.marker}</span>
    </button>
  );
}
