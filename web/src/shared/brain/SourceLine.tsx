import { FileText, PenLine } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { sentenceOf } from "@/shared/api/errors";
import { text } from "@/shared/text";
import { readItem } from "./api";
import { placeOf } from "./place";
import type { Source } from "./types";

/** One place, with its passage. What was gathered leads to the file or the address that it came from. */
export function SourceLine({ projectId, source }: { projectId: string; source: Source }) {
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function open(item: string) {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const { mediaId, documentUrl, imageUrl } = await readItem(item);
      const address = documentUrl ?? imageUrl;
      if (mediaId) void navigate(`/projects/${projectId}/media?media=${mediaId}`);
      else if (address) window.open(address, "_blank", "noopener,noreferrer");
      else setProblem(text.brain.noFile);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  }

  const Icon = source.item ? FileText : PenLine;
  return (
    <div className="flex flex-col gap-1" data-testid="source">
      <p className="flex items-start gap-2">
        <Icon className="mt-1 size-4 shrink-0 text-faint" strokeWidth={1.75} aria-hidden="true" />
        <span className="min-w-0 flex-1 break-words">{placeOf(source)}</span>
        {source.item && (
          <button
            type="button"
            className="-my-2.5 min-h-11 min-w-11 shrink-0 text-right text-[0.8125rem] text-daylight underline underline-offset-4"
            aria-busy={busy}
            onClick={() => void open(source.item!)}
          >
            {text.brain.openFile}
          </button>
        )}
      </p>
      {source.quote && (
        <blockquote className="ml-6 border-l-2 border-line pl-3 text-[0.8125rem] break-words whitespace-pre-line text-soft">
          {source.quote}
        </blockquote>
      )}
      {problem && (
        <p role="alert" className="ml-6 text-[0.8125rem] text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
