import { FileText, PenLine } from "lucide-react";
import { useState } from "react";
import { text } from "@/shared/text";
import { placeOf } from "./place";
import { SourceDialog } from "./SourceDialog";
import type { Source } from "./types";

/** One place, with its passage. What was gathered can be read around it, and leads to its file or its address. */
export function SourceLine({ projectId, source }: { projectId: string; source: Source }) {
  const [open, setOpen] = useState(false);
  const place = placeOf(source);
  const Icon = source.item ? FileText : PenLine;
  return (
    <div className="flex flex-col gap-1" data-testid="source">
      <p className="flex items-start gap-2">
        <Icon className="mt-1 size-4 shrink-0 text-faint" strokeWidth={1.75} aria-hidden="true" />
        <span className="min-w-0 flex-1 break-words">{place}</span>
        {source.item && (
          <button
            type="button"
            aria-label={text.brain.openSource(place)}
            className="-my-2.5 min-h-11 min-w-11 shrink-0 text-right text-[0.8125rem] text-daylight underline underline-offset-4"
            onClick={() => setOpen(true)}
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
      {open && source.item && (
        <SourceDialog {...{ projectId, source }} item={source.item} onClose={() => setOpen(false)} />
      )}
    </div>
  );
}
