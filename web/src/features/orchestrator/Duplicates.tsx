import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import { readItems, resolve } from "@/shared/brain/api";
import type { Duplicate, Item, Resolution } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

const ACTIONS: readonly Resolution[] = ["skip", "merge", "keep"];

interface Props {
  /** What was brought in. */
  item: string;
  duplicates: Duplicate[];
  /** What somebody decided. */
  resolution: Item["resolution"];
  mayDecide: boolean;
  onResolved: () => void;
}

/** What was there before and is near to what was brought in, and what to do about it: decided once, for all of them. */
export function Duplicates({ item, duplicates, resolution, mayDecide, onResolved }: Props) {
  const ids = duplicates.map((duplicate) => duplicate.id);
  const [known] = useLoad(ids.join(), (signal) => readItems(ids, signal));
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function act(action: Resolution, other: string) {
    if (busy) return;
    setBusy(`${action} ${other}`);
    setProblem(null);
    try {
      await resolve(item, action, other);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(null);
    onResolved();
  }

  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-[0.8125rem] font-semibold text-soft">{text.modes.data.duplicates}</h3>
      {problem && <Notice>{problem}</Notice>}
      {duplicates.map((duplicate) => (
        <DuplicateCard
          key={duplicate.id}
          duplicate={duplicate}
          known={known.data?.find((one) => one.id === duplicate.id) ?? null}
          busy={busy}
          onAct={mayDecide && !resolution ? (action) => void act(action, duplicate.id) : null}
        />
      ))}
      <p role="status" data-testid="resolution" className="flex items-center gap-2 text-good empty:hidden">
        {resolution && (
          <>
            <Check className="size-4 shrink-0" aria-hidden="true" />
            {text.modes.data.resolved[resolution.action]}
          </>
        )}
      </p>
    </section>
  );
}

interface CardProps {
  duplicate: Duplicate;
  known: Item | null;
  busy: string | null;
  onAct: ((action: Resolution) => void) | null;
}

function DuplicateCard({ duplicate, known, busy, onAct }: CardProps) {
  const { id, similarity, suggestion } = duplicate;
  return (
    <article
      data-testid="duplicate-card"
      className="flex flex-col gap-3 rounded-xl border border-line bg-raised p-4"
    >
      <div className="flex items-start gap-3">
        <Copy className="mt-1 size-4 shrink-0 text-faint" strokeWidth={1.75} aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <p className="break-words">{known?.summary ?? known?.name ?? text.modes.data.unnamed}</p>
          <p className="text-[0.8125rem] text-faint">{text.modes.data.judged[suggestion]}</p>
        </div>
        <span className="slate-face shrink-0 rounded-md bg-hover px-2 py-0.5 text-[0.8125rem] text-soft">
          {text.modes.data.similar(Math.round(similarity * 100))}
        </span>
      </div>
      {onAct && (
        <div className="flex flex-wrap gap-2">
          {ACTIONS.map((action) => (
            <Button
              key={action}
              kind={action === suggestion ? "primary" : "quiet"}
              busy={busy === `${action} ${id}`}
              data-testid={`duplicate-${action}`}
              onClick={() => onAct(action)}
            >
              {text.modes.data.actions[action]}
              {action === suggestion && (
                <span className="text-xs font-normal opacity-75">{text.modes.data.advised}</span>
              )}
            </Button>
          ))}
        </div>
      )}
    </article>
  );
}
