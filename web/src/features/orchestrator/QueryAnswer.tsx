import { type ReactNode, useMemo, useState } from "react";
import { useParams } from "react-router";
import type { Evidence } from "@/shared/api/types";
import { LeftOut } from "@/shared/brain/LeftOut";
import type { Finding } from "@/shared/brain/types";
import { text } from "@/shared/text";
import { Notice } from "@/shared/ui/Notice";
import { citedBy, type Cited, countedThrough, SourcesContext } from "./evidence";
import { FindingDialog } from "./FindingDialog";
import { Findings } from "./Findings";

interface Props {
  evidence: Evidence;
  /** The run that found it; null while it is not known. */
  runId: string | null;
  /** The answer is still being given: its citations are not known yet. */
  growing?: boolean;
  /** The answer's text. */
  said?: string;
  children: ReactNode;
}

/** An answer of the Brain: its markers open what they stand for, and what was found stands below. */
export function QueryAnswer({ evidence, runId, growing = false, said = "", children }: Props) {
  const { projectId = "" } = useParams();
  const { results, citations, degraded } = evidence;
  const [open, setOpen] = useState<{ finding: Finding; cited: Cited | null } | null>(null);
  const sources = useMemo(
    () => ({
      cited: growing ? countedThrough(results) : citedBy(results, citations),
      open: (finding: Finding, cited: Cited | null) => setOpen({ finding, cited }),
    }),
    [results, citations, growing],
  );
  return (
    <SourcesContext value={sources}>
      {degraded && (
        <div className="mb-3" data-testid="degraded">
          <Notice tone="info">{text.modes.query.degraded}</Notice>
        </div>
      )}
      {children}
      {!growing && (
        <LeftOut
          projectId={projectId}
          among={[said, ...results.map((one) => one.content)]}
          undecided={undecidedOf(evidence)}
        />
      )}
      {!growing && <Findings findings={results} />}
      {open && <FindingDialog {...{ projectId, runId }} {...open} onClose={() => setOpen(null)} />}
    </SourcesContext>
  );
}

/** What sources disagree about, of what the answer rests on. */
function undecidedOf({ results, citations }: Evidence): string[] {
  const cited = new Set(citations.map((one) => one.id));
  const said = results.filter((one) => cited.has(one.id)).flatMap((one) => one.metadata?.undecided ?? []);
  return [...new Set(said)].slice(0, 3);
}
