import { History as HistoryIcon, Maximize2, Minimize2, SquarePen, X } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import type { Mode } from "@/shared/api/types";
import { text } from "@/shared/text";
import { IconButton } from "@/shared/ui/IconButton";
import { ModeIcon } from "./ModeIcon";
import { MODES } from "./modes";

interface Props {
  mode: Mode;
  listing: boolean;
  wide: boolean;
  onMode: (mode: Mode) => void;
  onList: () => void;
  onNew: () => void;
  onWide: () => void;
  onClose: () => void;
}

export function SheetHeader({ mode, listing, wide, onMode, onList, onNew, onWide, onClose }: Props) {
  return (
    <header className="border-b border-line">
      <div className="flex items-center gap-1 pt-2 pr-2 pl-5">
        <p className="mr-auto truncate font-semibold">{text.chat.sheet}</p>
        {mode !== "task" && (
          <>
            <IconButton label={text.modes.fresh[mode]} data-testid="new-conversation" onClick={onNew}>
              <SquarePen />
            </IconButton>
            <IconButton
              label={text.chat.history}
              data-testid="history-toggle"
              aria-pressed={listing}
              className="aria-pressed:bg-hover aria-pressed:text-ink"
              onClick={onList}
            >
              <HistoryIcon />
            </IconButton>
          </>
        )}
        <IconButton
          label={wide ? text.chat.narrow : text.chat.widen}
          className="max-md:hidden"
          onClick={onWide}
        >
          {wide ? <Minimize2 /> : <Maximize2 />}
        </IconButton>
        <IconButton label={text.chat.close} data-testid="sheet-close" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      <ModeTabs mode={mode} listing={listing} onMode={onMode} onList={onList} />
    </header>
  );
}

/** Arrows, Home and End go from tab to tab. */
function ModeTabs({ mode, listing, onMode, onList }: Pick<Props, "mode" | "listing" | "onMode" | "onList">) {
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const at = MODES.indexOf(mode);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: MODES.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = MODES.at(to % MODES.length)!;
    onMode(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label={text.chat.modes}
      className="flex max-w-[30rem] px-2"
      onKeyDown={onKeyDown}
    >
      {MODES.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={one === mode}
          aria-controls={listing || one !== mode ? undefined : `panel-${one}`}
          tabIndex={one === mode ? 0 : -1}
          data-testid={`mode-${one}`}
          className="relative flex min-h-11 flex-1 items-center justify-center gap-2 rounded-[10px] px-2 font-medium text-soft transition-colors after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:rounded-full hover:text-ink aria-selected:font-semibold aria-selected:text-ink aria-selected:after:bg-lamp [&_svg]:size-[1.05rem] aria-selected:[&_svg]:text-tungsten"
          onClick={() => (one === mode ? listing && onList() : onMode(one))}
        >
          <ModeIcon mode={one} />
          {text.modes.names[one]}
        </button>
      ))}
    </div>
  );
}
