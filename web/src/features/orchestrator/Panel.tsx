import type { ReactNode } from "react";
import type { Message, Mode } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { Failure } from "@/shared/ui/Failure";
import type { useFileDrop } from "@/shared/ui/useFileDrop";
import { MessageList } from "./MessageList";
import { open } from "./talk";
import type { Talk } from "./useTalk";

interface Props {
  mode: Mode;
  talk: Talk;
  wide: boolean;
  welcome: ReactNode;
  /** Files that are dragged over it, and what is said meanwhile. */
  drop?: { over: boolean; handlers: ReturnType<typeof useFileDrop>["handlers"]; hint: string };
  onNew: () => void;
  onSuggestion: (content: string) => void;
  onRevise?: (message: Message, content: string) => void;
  onSearchAll?: (question: string) => void;
  onMode?: (mode: Mode) => void;
  mayDecide?: boolean;
  fromItsStart?: boolean;
  onRetry: (runId: string) => void;
  /** What to write with. */
  children: ReactNode;
}

/** What every tab is: the way in, or what was said, and below it what to say more with. */
export function Panel({ mode, talk, wide, welcome, drop, onNew, children, ...act }: Props) {
  const { thread } = talk;
  return (
    <div
      role="tabpanel"
      id={`panel-${mode}`}
      aria-labelledby={`tab-${mode}`}
      {...drop?.handlers}
      className={cx("relative flex min-h-0 flex-1 flex-col", wide && "[--measure:46rem]")}
    >
      {drop?.over && (
        <div className="pointer-events-none absolute inset-2 z-10 grid place-items-center rounded-2xl border-2 border-dashed border-tungsten bg-tungsten-wash/90">
          <p className="title-face text-lg">{drop.hint}</p>
        </div>
      )}
      {thread.status === "gone" ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-3 px-6 text-center">
          <p className="text-soft">{text.chat.gone}</p>
          <Button onClick={onNew}>{text.chat.newChat}</Button>
        </div>
      ) : thread.status === "failed" ? (
        <Failure title={text.chat.loadFailed} error={thread.error} onRetry={() => void open(talk.key)} />
      ) : talk.blank ? (
        welcome
      ) : (
        <MessageList
          mode={mode}
          thread={thread}
          line={talk.line}
          threadKey={talk.key}
          busy={talk.busy}
          onResend={talk.resend}
          onTakeBack={talk.takeBack}
          {...act}
        />
      )}
      <p role="status" aria-live="polite" className="sr-only">
        {thread.announcement}
      </p>
      {thread.status !== "gone" && children}
    </div>
  );
}
