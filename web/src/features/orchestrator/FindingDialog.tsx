import { ArrowUpRight, Waypoints } from "lucide-react";
import { Link } from "react-router";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import { Facts } from "@/shared/brain/Facts";
import { LeftOut } from "@/shared/brain/LeftOut";
import { quotesOf } from "@/shared/brain/place";
import { sortOf } from "@/shared/brain/sort";
import { Sources } from "@/shared/brain/Sources";
import { spokenPath } from "@/shared/brain/spoken";
import type { Finding } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { buttonLook } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { readRun } from "./api";
import type { Cited } from "./evidence";

interface Props {
  projectId: string;
  /** The run that found it, which knows all of it. */
  runId: string | null;
  finding: Finding;
  cited: Cited | null;
  onClose: () => void;
}

/** What an answer rests on: the passage, where it stands, and how it was found. */
export function FindingDialog({ projectId, runId, finding: shown, cited, onClose }: Props) {
  const [whole] = useLoad(`${runId} ${shown.id}`, (signal) => wholeOf(shown, runId, signal));
  const finding = whole.data ?? shown;
  const { sources = [], facts = [], path } = finding.metadata ?? {};
  const quote = cited?.quote ?? "";
  return (
    <Dialog title={finding.title} onClose={onClose}>
      <p className="-mt-3 flex flex-wrap items-center gap-2 text-[0.8125rem] text-soft">
        <EntityIcon type={sortOf(finding)} />
        {text.brain.types[sortOf(finding)]}
        <span aria-hidden="true">·</span>
        {text.modes.query.relevance(Math.round(finding.relevance * 100))}
      </p>
      {quote && (
        <figure>
          <figcaption className="mb-1.5 text-[0.8125rem] font-medium text-faint">
            {text.modes.query.quoted}
          </figcaption>
          <blockquote className="rounded-[10px] border-l-2 border-daylight bg-daylight-wash px-4 py-3 break-words whitespace-pre-line">
            {quote}
          </blockquote>
        </figure>
      )}
      {finding.content && finding.content !== quote && (
        <p className="max-h-64 overflow-y-auto break-words whitespace-pre-line text-soft" tabIndex={0}>
          {finding.content}
        </p>
      )}
      <LeftOut projectId={projectId} among={[quote, finding.content, ...quotesOf({ sources, facts })]} />
      {path && (
        <div>
          <h3 className="mb-1 text-[0.8125rem] font-medium text-faint">{text.brain.path}</h3>
          <p className="flex items-start gap-2 break-words">
            <Waypoints className="mt-1 size-4 shrink-0 text-daylight" aria-hidden="true" />
            <span className="min-w-0">{spokenPath(path)}</span>
          </p>
        </div>
      )}
      <Facts projectId={projectId} facts={facts} />
      <Sources projectId={projectId} sources={sources} />
      <Link
        to={`/projects/${projectId}/brain?entity=${finding.id}`}
        className={`${buttonLook("quiet")} self-start`}
      >
        {text.modes.query.toBrain}
        <ArrowUpRight aria-hidden="true" />
      </Link>
    </Dialog>
  );
}

/** A message keeps little of what was found; its run has the facts and all the places. */
async function wholeOf(shown: Finding, runId: string | null, signal: AbortSignal): Promise<Finding> {
  if (shown.metadata?.facts || !runId) return shown;
  const { result } = await readRun(runId, signal);
  return result?.results?.find((one) => one.id === shown.id) ?? shown;
}
