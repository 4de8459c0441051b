import { use, useId, useState } from "react";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import { sortOf } from "@/shared/brain/sort";
import type { Finding } from "@/shared/brain/types";
import { text } from "@/shared/text";
import { SourcesContext } from "./evidence";

const SHOWN = 3;

/** What was found, as cards; those that the answer cites carry its markers. */
export function Findings({ findings }: { findings: Finding[] }) {
  const id = useId();
  const [all, setAll] = useState(false);
  if (findings.length === 0) return null;
  const shown = all ? findings : findings.slice(0, SHOWN);
  return (
    <section aria-labelledby={id} className="mt-4">
      <h3 id={id} className="mb-2 text-[0.8125rem] font-semibold text-soft">
        {text.modes.query.findings}
      </h3>
      <ul className="flex flex-col gap-2">
        {shown.map((finding) => (
          <li key={finding.id}>
            <EntityCard finding={finding} />
          </li>
        ))}
      </ul>
      {findings.length > shown.length && (
        <button
          type="button"
          className="min-h-11 text-soft underline underline-offset-4 hover:text-ink"
          onClick={() => setAll(true)}
        >
          {text.modes.query.allFindings(findings.length)}
        </button>
      )}
    </section>
  );
}

function EntityCard({ finding }: { finding: Finding }) {
  const sources = use(SourcesContext);
  const percent = Math.round(finding.relevance * 100);
  const cited = [...(sources?.cited.values() ?? [])].filter((one) => one.finding.id === finding.id);
  const markers = cited.map((one) => `[${one.marker}]`).join(" ");
  return (
    <button
      type="button"
      data-testid="entity-card"
      className="flex w-full items-start gap-3 rounded-xl border border-line bg-raised px-3.5 py-3 text-left transition-colors hover:border-edge"
      onClick={() => sources?.open(finding, cited[0] ?? null)}
    >
      <span className="mt-0.5 grid size-8 shrink-0 place-items-center rounded-lg bg-hover">
        <EntityIcon type={sortOf(finding)} className="size-[1.1rem]" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">{finding.title}</span>
          {markers && (
            <span className="shrink-0 text-xs font-semibold text-daylight">
              <span className="sr-only">{text.modes.query.cited(markers)}</span>
              <span aria-hidden="true">{markers}</span>
            </span>
          )}
          <span className="slate-face ml-auto shrink-0 text-xs text-faint">
            <span className="sr-only">{text.modes.query.relevance(percent)}</span>
            <span aria-hidden="true">{percent}%</span>
          </span>
        </span>
        <span className="mt-1 block h-0.5 overflow-hidden rounded-full bg-hover" aria-hidden="true">
          <span className="block h-full rounded-full bg-daylight" style={{ width: `${percent}%` }} />
        </span>
        {finding.content && (
          <span className="mt-1.5 line-clamp-2 text-[0.8125rem] break-words text-soft">
            {finding.content}
          </span>
        )}
      </span>
    </button>
  );
}
