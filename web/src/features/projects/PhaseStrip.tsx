import type { Project } from "@/shared/api/types";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { PHASES } from "./vocabulary";

export type PhaseState = "done" | "current" | "ahead";

/** Where a project stands in each of the seven phases: what lies before the current one is done. */
export function phaseStates(progress: Project["progress"]): PhaseState[] {
  const finished = (progress?.overallProgress ?? 0) >= 100;
  const at = PHASES.findIndex(([phase]) => phase === progress?.currentPhase);
  return PHASES.map((_, index) => (finished || index < at ? "done" : index === at ? "current" : "ahead"));
}

const FRAME: Record<PhaseState, string> = {
  done: "bg-lamp",
  current: "bg-lamp/40 ring-1 ring-inset ring-lamp",
  ahead: "bg-hover ring-1 ring-inset ring-line",
};

/** Seven frames of one strip, as a small mark on a card. */
export function PhaseMark({ progress }: { progress: Project["progress"] }) {
  return (
    <span className="flex gap-1" aria-hidden="true">
      {phaseStates(progress).map((state, at) => (
        <span key={at} className={cx("h-2.5 flex-1 rounded-[2px]", FRAME[state])} />
      ))}
    </span>
  );
}

/** The strip in full: every phase with its name and its state. */
export function PhaseStrip({ progress }: { progress: Project["progress"] }) {
  const states = phaseStates(progress);
  return (
    <ol className="grid gap-1.5 sm:grid-cols-7">
      {PHASES.map(([phase, label], at) => {
        const state = states[at]!;
        return (
          <li
            key={phase}
            aria-current={state === "current" ? "step" : undefined}
            className="flex items-center gap-3 sm:flex-col sm:items-stretch sm:gap-2"
          >
            <span
              className={cx("h-9 w-12 shrink-0 rounded-[4px] sm:h-12 sm:w-auto", FRAME[state])}
              aria-hidden="true"
            />
            <span className="flex flex-1 items-baseline justify-between gap-x-2 sm:flex-col sm:justify-start">
              <span className={cx("leading-snug", state === "ahead" ? "text-soft" : "font-medium")}>
                {label}
              </span>
              <span
                className={cx(
                  "text-[0.8125rem]",
                  state === "current" ? "text-tungsten" : state === "ahead" ? "sr-only" : "text-faint",
                )}
              >
                {text.project[state]}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
