import { Check, CircleSlash } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { ApiError, sentenceOf } from "@/shared/api/errors";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { inputLook } from "@/shared/ui/Field";
import { Notice } from "@/shared/ui/Notice";
import { decide, readConflict } from "./api";
import { brainChanged } from "./changed";
import { EntityIcon } from "./EntityIcon";
import { SourceLine } from "./SourceLine";
import type { Choice, Conflict, Side } from "./types";

interface Props {
  projectId: string;
  conflict: Conflict;
  mayDecide: boolean;
  /** Of its heading, as it follows from what is above it. */
  level: 2 | 4;
  /** Look first whether it still is as `conflict` says: that may be long ago. */
  fresh?: boolean;
  /** Told with the conflict as it is now, also when somebody else was faster. */
  onSettled?: (conflict: Conflict) => void;
}

/** Two values with all that says each, side by side, and the choice between them. */
export function ConflictCard({ projectId, conflict, mayDecide, level, fresh = false, onSettled }: Props) {
  const heading = useId();
  const Heading = `h${level}` as const;
  const [looked] = useLoad(`${conflict.id} ${fresh}`, (signal) =>
    fresh ? readConflict(conflict.id, signal) : Promise.resolve(conflict),
  );
  const [settled, setSettled] = useState<Conflict | null>(null);
  const [busy, setBusy] = useState<Choice | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const now = settled ?? looked.data ?? conflict;
  const open = now.state === "open";

  async function choose(choice: Choice, value?: string) {
    if (busy) return;
    setBusy(choice);
    setProblem(null);
    try {
      settle(await decide(conflict.id, choice, value));
    } catch (error) {
      setProblem(sentenceOf(error));
      if (error instanceof ApiError && error.status === 409) await lookAgain();
    }
    setBusy(null);
  }

  async function lookAgain() {
    const newest = await readConflict(conflict.id).catch(() => null);
    if (!newest || newest.state === "open") return;
    setProblem(newest.state === "obsolete" ? text.brain.conflicts.goneAway : text.brain.conflicts.already);
    settle(newest);
  }

  function settle(newest: Conflict) {
    setSettled(newest);
    brainChanged();
    onSettled?.(newest);
  }

  return (
    <article
      aria-labelledby={heading}
      data-testid="conflict-card"
      data-state={now.state}
      className="@container flex flex-col gap-3 rounded-xl border border-line bg-surface p-4"
    >
      <Heading id={heading} className="flex items-center gap-2 font-semibold">
        <EntityIcon type={conflict.entityType} className="size-[1.1rem]" />
        <span className="min-w-0 break-words">
          {text.brain.conflicts.question(conflict.entityTitle, conflict.attribute)}
        </span>
      </Heading>
      <div className="grid gap-2.5 @lg:grid-cols-2">
        {(["a", "b"] as const).map((side) => (
          <SideBox
            key={side}
            projectId={projectId}
            label={side === "a" ? text.brain.conflicts.known : text.brain.conflicts.incoming}
            side={now[side]}
            fate={fateOf(now, side)}
            busy={busy === side}
            onChoose={open && mayDecide ? () => void choose(side) : null}
          />
        ))}
      </div>
      {open && mayDecide && (
        <OwnValue busy={busy === "value"} onChoose={(value) => void choose("value", value)} />
      )}
      {now.decision === "value" && (
        <p className="flex items-center gap-2 text-good">
          <Check className="size-4" aria-hidden="true" />
          {text.brain.conflicts.own(now.decidedValue ?? "")}
        </p>
      )}
      {now.state === "obsolete" && !problem && <p className="text-faint">{text.brain.conflicts.goneAway}</p>}
      {problem && <Notice tone={settled ? "info" : "bad"}>{problem}</Notice>}
      <p role="status" className="sr-only">
        {settled?.decidedValue ? text.brain.conflicts.announce(settled.decidedValue) : ""}
      </p>
    </article>
  );
}

function fateOf({ state, decision }: Conflict, side: "a" | "b"): SideProps["fate"] {
  if (state !== "resolved") return null;
  return decision === side ? "chosen" : "dropped";
}

interface SideProps {
  projectId: string;
  label: string;
  side: Side;
  fate: "chosen" | "dropped" | null;
  busy: boolean;
  onChoose: (() => void) | null;
}

function SideBox({ projectId, label, side, fate, busy, onChoose }: SideProps) {
  const more = (side.sourceCount ?? 0) - side.sources.length;
  return (
    <div
      className={cx(
        "flex min-w-0 flex-col gap-2 rounded-[10px] border p-3",
        fate === "chosen" ? "border-good bg-good-wash" : "border-line bg-raised",
      )}
    >
      <p className="text-xs font-medium text-faint">{label}</p>
      <p className={cx("text-lg font-semibold break-words", fate === "dropped" && "text-soft line-through")}>
        {side.value}
      </p>
      <ul className="flex flex-1 flex-col gap-2 text-[0.875rem]">
        {side.sources.map((source, at) => (
          <li key={at}>
            <SourceLine projectId={projectId} source={source} />
            {source.superseded && (
              <p className="ml-6 text-xs text-faint">{text.brain.conflicts.superseded}</p>
            )}
          </li>
        ))}
        {more > 0 && <li className="text-xs text-faint">{text.brain.conflicts.more(more)}</li>}
      </ul>
      {onChoose && (
        <Button
          className="mt-1"
          busy={busy}
          aria-label={text.brain.conflicts.chooseThis(side.value)}
          onClick={onChoose}
        >
          {text.brain.conflicts.choose}
        </Button>
      )}
      {fate && (
        <p
          className={cx(
            "flex items-center gap-2 text-[0.8125rem]",
            fate === "chosen" ? "text-good" : "text-faint",
          )}
        >
          {fate === "chosen" ? (
            <Check className="size-4" aria-hidden="true" />
          ) : (
            <CircleSlash className="size-4" aria-hidden="true" />
          )}
          {fate === "chosen" ? text.brain.conflicts.chosen : text.brain.conflicts.dropped}
        </p>
      )}
    </div>
  );
}

/** For when neither is right. */
function OwnValue({ busy, onChoose }: { busy: boolean; onChoose: (value: string) => void }) {
  const [writing, setWriting] = useState(false);
  const [value, setValue] = useState("");
  if (!writing)
    return (
      <Button kind="plain" className="-my-1 -ml-4 self-start" onClick={() => setWriting(true)}>
        {text.brain.conflicts.neither}
      </Button>
    );
  return (
    <form
      className="flex flex-wrap gap-2"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (value.trim()) onChoose(value.trim());
      }}
    >
      <input
        autoFocus
        aria-label={text.brain.conflicts.ownLabel}
        placeholder={text.brain.conflicts.ownLabel}
        maxLength={300}
        className={cx(inputLook, "min-w-40 flex-1 basis-0")}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button type="submit" busy={busy} disabled={value.trim() === ""}>
        {text.brain.conflicts.choose}
      </Button>
    </form>
  );
}
