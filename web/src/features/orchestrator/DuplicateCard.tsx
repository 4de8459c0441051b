import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import { resolve } from "@/shared/brain/api";
import type { Duplicate, Resolution } from "@/shared/brain/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";

const ACTIONS: readonly Resolution[] = ["skip", "merge", "keep"];

interface Props {
  /** What was brought in. */
  item: string;
  duplicate: Duplicate;
}

/** Something that was there before, and what to do with the two of them. */
export function DuplicateCard({ item, duplicate }: Props) {
  const [resolved, setResolved] = useState<Resolution | null>(null);
  const [busy, setBusy] = useState<Resolution | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { suggestion } = duplicate;

  async function act(action: Resolution) {
    if (busy) return;
    setBusy(action);
    setProblem(null);
    try {
      await resolve(item, action, duplicate.id);
      setResolved(action);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(null);
  }

  return (
    <article
      data-testid="duplicate-card"
      data-resolved={resolved ?? undefined}
      className="flex flex-col gap-3 rounded-xl border border-line bg-raised p-4"
    >
      <div className="flex items-start gap-3">
        <Copy className="mt-1 size-4 shrink-0 text-faint" strokeWidth={1.75} aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <p className="break-words">{duplicate.summary || text.modes.data.unnamed}</p>
          <p className="text-[0.8125rem] text-faint">{text.modes.data.judged[suggestion]}</p>
        </div>
        <span className="slate-face shrink-0 rounded-md bg-hover px-2 py-0.5 text-[0.8125rem] text-soft">
          {text.modes.data.similar(Math.round(duplicate.similarity * 100))}
        </span>
      </div>
      {resolved ? (
        <p role="status" className="flex items-center gap-2 text-good">
          <Check className="size-4 shrink-0" aria-hidden="true" />
          {text.modes.data.resolved[resolved]}
        </p>
      ) : (
        <div className="flex flex-wrap gap-2">
          {ACTIONS.map((action) => (
            <Button
              key={action}
              kind={action === suggestion ? "primary" : "quiet"}
              busy={busy === action}
              data-testid={`duplicate-${action}`}
              onClick={() => void act(action)}
            >
              {text.modes.data.actions[action]}
              {action === suggestion && (
                <span className="text-xs font-normal opacity-75">{text.modes.data.advised}</span>
              )}
            </Button>
          ))}
        </div>
      )}
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
    </article>
  );
}
