import { ArrowUp, Paperclip, Square } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
} from "react";
import { usePreferences } from "@/shared/session/preferences";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { focusToWrite } from "@/shared/ui/focusToWrite";
import { IconButton } from "@/shared/ui/IconButton";
import { ACCEPT_IN_CHAT } from "@/shared/upload/kinds";
import { type Attachment, MOST_FILES } from "./attach";
import { AttachmentTray } from "./AttachmentTray";
import { stop } from "./talk";
import { change, isNew } from "./thread";
import type { Talk } from "./useTalk";

const MAX = 32_000;
const WARN = MAX - 1_000;

interface Props {
  talk: Talk;
  label: string;
  placeholder: string;
  attachments?: Attachment[];
  /** Files that one message may carry. */
  mostFiles?: number;
  /** Of the file picker. */
  accept?: string;
  attachLabel?: string;
  sendLabel?: string;
  /** What to do with files; null where none may be added. */
  onFiles?: ((files: File[]) => void) | null;
  onDetach?: (upload: string) => void;
  onSend: (content: string) => void;
  /** It may go without a word, because something else goes along. */
  mayBeBlank?: boolean;
  /** It may not go yet, for the mode's own reasons. */
  held?: boolean;
  /** Beside the field, before it. */
  tools?: ReactNode;
  /** Above the field. */
  above?: ReactNode;
}

const NONE: Attachment[] = [];

/** Enter sends, or with a modifier where the user prefers that; Shift+Enter breaks the line; while an answer is given the button stops it. */
export function Composer(props: Props) {
  const { talk, attachments = NONE, attachLabel = text.chat.attach, sendLabel = text.chat.send } = props;
  const { thread, key, busy } = talk;
  const { draft } = thread;
  const live = thread.live !== null;
  const stopping = thread.live?.stopping ?? false;
  const blocked = busy || (thread.status !== "ready" && !isNew(key));
  const most = props.mostFiles ?? MOST_FILES;
  const withModifier = usePreferences().sendWith === "mod";
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const tooLong = draft.length > MAX;
  const waiting = attachments.some((one) => one.state !== "ready");
  const something = draft.trim() !== "" || props.mayBeBlank === true;
  const ready = something && !tooLong && !blocked && !waiting && !props.held;
  const full = attachments.length >= most;

  useEffect(() => {
    // Whoever goes along the tabs with the arrow keys stays there.
    if (document.activeElement?.role !== "tab") focusToWrite(area.current);
  }, [key]);
  useEffect(() => {
    // What had the focus, a suggestion or the stop button, may be gone now.
    if (document.activeElement === document.body) focusToWrite(area.current);
  }, [live, blocked]);
  useLayoutEffect(() => {
    const element = area.current!;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [draft]);

  function send() {
    if (ready) props.onSend(draft.trim());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    if (withModifier && !event.metaKey && !event.ctrlKey) return;
    event.preventDefault();
    send();
  }

  function onPaste(event: ClipboardEvent) {
    const files = Array.from(event.clipboardData.files);
    if (files.length === 0 || !props.onFiles) return;
    event.preventDefault();
    props.onFiles(files);
  }

  return (
    <div className="px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4">
      <div className="mx-auto max-w-[var(--measure,100%)]">
        {talk.notice && (
          <p
            role="status"
            className="flex flex-wrap items-center gap-x-2 px-2 pb-2 text-[0.8125rem] text-daylight"
          >
            {talk.notice}
            {talk.noticeAction && (
              <button
                type="button"
                className="min-h-11 underline underline-offset-4"
                onClick={talk.noticeAction.run}
              >
                {talk.noticeAction.label}
              </button>
            )}
          </p>
        )}
        {props.above}
        <AttachmentTray attachments={attachments} onRemove={(upload) => props.onDetach?.(upload)} />
        <div className="flex items-end gap-1 rounded-2xl border border-edge bg-raised p-1.5 focus-within:border-tungsten">
          {props.onFiles && (
            <>
              <IconButton label={attachLabel} disabled={full} onClick={() => input.current?.click()}>
                <Paperclip />
              </IconButton>
              <input
                ref={input}
                type="file"
                multiple={most > 1}
                hidden
                accept={props.accept ?? ACCEPT_IN_CHAT}
                data-testid="upload-input"
                aria-label={attachLabel}
                onChange={(event) => {
                  props.onFiles?.(Array.from(event.target.files ?? []));
                  event.target.value = "";
                }}
              />
            </>
          )}
          {props.tools}
          <textarea
            ref={area}
            rows={1}
            data-testid="message-input"
            data-autofocus
            aria-label={props.label}
            aria-describedby={`${id}-hint`}
            aria-invalid={tooLong || undefined}
            placeholder={props.placeholder}
            className="max-h-48 min-h-11 flex-1 resize-none bg-transparent px-3 py-2.5 leading-6 outline-none placeholder:text-faint"
            value={draft}
            onChange={(event) => change(key, { draft: event.target.value })}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
          {live ? (
            <button
              type="button"
              data-testid="stop-run"
              aria-label={stopping ? text.chat.stopping : text.chat.stop}
              title={stopping ? text.chat.stopping : text.chat.stop}
              aria-disabled={stopping}
              className="grid size-11 shrink-0 place-items-center rounded-[10px] border border-edge bg-surface text-ink transition-colors hover:border-bad hover:text-bad aria-disabled:opacity-55"
              onClick={() => void stop(key)}
            >
              <Square className="size-4 fill-current" aria-hidden="true" />
            </button>
          ) : (
            <button
              type="button"
              data-testid="send-message"
              aria-label={sendLabel}
              title={sendLabel}
              disabled={!ready}
              className="grid size-11 shrink-0 place-items-center rounded-[10px] bg-action text-action-ink transition-colors hover:bg-action-hover disabled:cursor-default disabled:bg-hover disabled:text-faint"
              onClick={send}
            >
              <ArrowUp className="size-5" aria-hidden="true" />
            </button>
          )}
        </div>
        <div className="flex justify-between gap-3 px-2 pt-1.5 text-xs text-faint">
          <span id={`${id}-hint`} className="max-sm:sr-only">
            {withModifier ? text.chat.inputHintModifier : text.chat.inputHint}
          </span>
          <span
            className={cx("slate-face ml-auto", tooLong && "text-bad")}
            role={draft.length > WARN ? "status" : undefined}
          >
            {something && waiting
              ? text.chat.waitForFiles
              : draft.length > 0
                ? text.chat.counter(draft.length, MAX)
                : ""}
          </span>
        </div>
      </div>
    </div>
  );
}
