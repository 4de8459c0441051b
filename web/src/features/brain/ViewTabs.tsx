import { type KeyboardEvent, useRef } from "react";
import { text } from "@/shared/text";
import { type View, VIEWS } from "./useAddress";

interface Props {
  view: View;
  /** How many contradictions wait for a decision. */
  conflicts: number;
  onView: (view: View) => void;
}

/** The ways to look at what is known. Arrows, Home and End go from one to the next. */
export function ViewTabs({ view, conflicts, onView }: Props) {
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const at = VIEWS.indexOf(view);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: VIEWS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = VIEWS.at(to % VIEWS.length)!;
    onView(next);
    list.current?.querySelector<HTMLElement>(`#view-${next}`)?.focus();
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label={text.brain.views}
      className="-mx-1 flex gap-1 overflow-x-auto border-b border-line px-1"
      onKeyDown={onKeyDown}
    >
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`view-${one}`}
          aria-selected={one === view}
          aria-controls={one === view ? `view-panel-${one}` : undefined}
          tabIndex={one === view ? 0 : -1}
          data-testid={`view-${one}`}
          className="relative flex min-h-11 shrink-0 items-center gap-2 px-3 font-medium text-soft transition-colors after:absolute after:inset-x-3 after:bottom-0 after:h-0.5 after:rounded-full hover:text-ink aria-selected:text-ink aria-selected:after:bg-lamp"
          onClick={() => onView(one)}
        >
          {text.brain.tabs[one]}
          {one === "conflicts" && conflicts > 0 && (
            <span
              data-testid="conflict-count"
              className="grid h-5 min-w-5 place-items-center rounded-full bg-bad-wash px-1.5 text-xs font-semibold text-bad"
            >
              <span aria-hidden="true">{conflicts > 99 ? "99+" : conflicts}</span>
              <span className="sr-only">{text.brain.conflicts.open(conflicts)}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
