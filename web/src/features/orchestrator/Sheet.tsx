import { useEffect, useRef, useState } from "react";
import { usePreferences } from "@/shared/session/preferences";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { focusToWrite } from "@/shared/ui/focusToWrite";
import type { Mode } from "@/shared/api/types";
import { ChatTab } from "./ChatTab";
import { DataTab } from "./DataTab";
import { History } from "./History";
import { QueryTab } from "./QueryTab";
import { SheetHeader } from "./SheetHeader";
import { TaskTab } from "./TaskTab";
import { keyOf, NEW } from "./thread";

interface Props {
  open: boolean;
  mode: Mode;
  /** Its id, or `new`. */
  conversation: string;
  projectId: string;
  projectTitle: string;
  mayUpload: boolean;
  onClose: () => void;
  onMode: (mode: Mode) => void;
  onGo: (conversation: string) => void;
  onBecame: (conversation: string, mode: Mode) => void;
}

const TABS = { chat: ChatTab, query: QueryTab, data: DataTab };

/** The browser's own modal dialog, laid to the right: it keeps the focus inside and gives it back. */
export function Sheet(props: Props) {
  const { open, mode, conversation, projectId, onClose } = props;
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
    props.onGo(next);
  }

  function toMode(next: Mode) {
    setListing(false);
    props.onMode(next);
  }

  const Tab = mode === "task" ? null : TABS[mode];

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
            mode={mode}
            onMode={toMode}
            listing={listing}
            wide={wide}
            onList={() => setListing(!listing)}
            onNew={() => go(NEW)}
            onWide={() => setWide(!wide)}
            onClose={onClose}
          />
          {Tab === null ? (
            <TaskTab onMode={toMode} />
          ) : listing ? (
            <History
              key={mode}
              {...{ mode, projectId }}
              current={conversation}
              onGo={go}
              onBack={() => setListing(false)}
            />
          ) : (
            <Tab
              key={`${mode} ${conversation === NEW}`}
              thread={keyOf(mode, conversation)}
              {...{ projectId, wide }}
              projectTitle={props.projectTitle}
              mayUpload={props.mayUpload}
              onBecame={(became) => props.onBecame(became, mode)}
              onNew={() => go(NEW)}
              onMode={toMode}
            />
          )}
        </div>
      )}
    </dialog>
  );
}
