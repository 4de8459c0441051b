import { useEffect, useRef, useState } from "react";
import { usePreferences } from "@/shared/session/preferences";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { focusToWrite } from "@/shared/ui/focusToWrite";
import { ChatTab } from "./ChatTab";
import { History } from "./History";
import { SheetHeader } from "./SheetHeader";
import { NEW } from "./thread";

interface Props {
  open: boolean;
  thread: string;
  projectId: string;
  projectTitle: string;
  mayUpload: boolean;
  onClose: () => void;
  onGo: (thread: string) => void;
  onBecame: (conversation: string) => void;
}

/** The browser's own modal dialog, laid to the right: it keeps the focus inside and gives it back. */
export function Sheet({ open, thread, projectId, projectTitle, mayUpload, onClose, onGo, onBecame }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const [listing, setListing] = useState(false);
  const [wide, setWide] = useState(usePreferences().sheet === "wide");

  useEffect(() => {
    const dialog = ref.current!;
    if (open && !dialog.open) {
      dialog.showModal();
      focusToWrite(dialog.querySelector<HTMLElement>("[data-autofocus]"));
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);

  function go(next: string) {
    setListing(false);
    onGo(next);
  }

  return (
    <dialog
      ref={ref}
      aria-label={text.chat.sheet}
      className={cx(
        "sheet fixed inset-y-0 right-0 left-auto m-0 h-dvh max-h-none max-w-none overflow-hidden border-l border-line bg-surface",
        wide ? "w-[min(64rem,100vw)]" : "w-[min(30rem,100vw)]",
      )}
      onCancel={(event) => {
        if (event.target !== ref.current) return;
        event.preventDefault();
        onClose();
      }}
      onClose={() => open && onClose()}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      {open && (
        <div className="flex h-full flex-col">
          <SheetHeader
            listing={listing}
            wide={wide}
            onList={() => setListing(!listing)}
            onNew={() => go(NEW)}
            onWide={() => setWide(!wide)}
            onClose={onClose}
          />
          {listing ? (
            <History projectId={projectId} current={thread} onGo={go} onBack={() => setListing(false)} />
          ) : (
            <ChatTab
              key={thread === NEW ? NEW : "conversation"}
              {...{ thread, projectId, projectTitle, onBecame, wide, mayUpload }}
              onNew={() => go(NEW)}
            />
          )}
        </div>
      )}
    </dialog>
  );
}
