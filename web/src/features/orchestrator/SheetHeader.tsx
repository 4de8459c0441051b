import { History as HistoryIcon, Maximize2, MessageCircle, Minimize2, SquarePen, X } from "lucide-react";
import { text } from "@/shared/text";
import { IconButton } from "@/shared/ui/IconButton";

interface Props {
  listing: boolean;
  wide: boolean;
  onList: () => void;
  onNew: () => void;
  onWide: () => void;
  onClose: () => void;
}

/** The modes that work, each a tab with its panel. */
const MODES = [{ mode: "chat", label: text.chat.chat, icon: <MessageCircle aria-hidden="true" /> }];

export function SheetHeader({ listing, wide, onList, onNew, onWide, onClose }: Props) {
  return (
    <header className="flex items-center gap-1 border-b border-line py-2 pr-2 pl-3">
      <div role="tablist" aria-label={text.chat.modes} className="mr-auto flex">
        {MODES.map(({ mode, label, icon }) => (
          <button
            key={mode}
            type="button"
            role="tab"
            id={`tab-${mode}`}
            aria-selected="true"
            aria-controls={listing ? undefined : `panel-${mode}`}
            data-testid={`mode-${mode}`}
            className="flex min-h-11 items-center gap-2 rounded-[10px] px-3 font-semibold aria-selected:text-ink [&_svg]:size-[1.1rem] [&_svg]:text-tungsten"
            onClick={() => listing && onList()}
          >
            {icon}
            {label}
          </button>
        ))}
      </div>
      <IconButton label={text.chat.newChat} data-testid="new-conversation" onClick={onNew}>
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
    </header>
  );
}
