import { ArrowUp, Paperclip, Square } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from "react";
import { usePreferences } from "@/shared/session/preferences";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { focusToWrite } from "@/shared/ui/focusToWrite";
import { IconButton } from "@/shared/ui/IconButton";
import { ACCEPT_IN_CHAT } from "@/shared/upload/kinds";
import { type Attachment, MOST_FILES } from "./attach";
import { AttachmentTray } from "./AttachmentTray";

const MAX = 32_000;
const WARN = MAX - 1_000;

interface Props {
  threadKey: string;
  draft: string;
  live: boolean;
  stopping: boolean;
  blocked: boolean;
  notice: string | null;
  noticeAction: { label: string; run: () => void } | null;
  attachments: Attachment[];
  /** What to do with files; null where none may be added. */
  onFiles: ((files: File[]) => void) | null;
  onDetach: (upload: string) => void;
  onDraft: (draft: string) => void;
  onSend: (content: string) => void;
  onStop: () => void;
}

/** Enter sends, or with a modifier where the user prefers that; Shift+Enter breaks the line; while an answer is given the button stops it. */
export function Composer(props: Props) {
  const { threadKey, draft, live, stopping, blocked } = props;
  const withModifier = usePreferences().sendWith === "mod";
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const tooLong = draft.length > MAX;
  const waiting = props.attachments.some((one) => one.state !== "ready");
  const ready = draft.trim() !== "" && !tooLong && !blocked && !waiting;
  const full = props.attachments.length >= MOST_FILES;

  useEffect(() => focusToWrite(area.current), [threadKey]);
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
        {props.notice && (
          <p
            role="status"
            className="flex flex-wrap items-center gap-x-2 px-2 pb-2 text-[0.8125rem] text-daylight"
          >
            {props.notice}
            {props.noticeAction && (
              <button
                type="button"
                className="min-h-11 underline underline-offset-4"
                onClick={props.noticeAction.run}
              >
                {props.noticeAction.label}
              </button>
            )}
          </p>
        )}
        <AttachmentTray attachments={props.attachments} onRemove={props.onDetach} />
        <div className="flex items-end gap-1 rounded-2xl border border-edge bg-raised p-1.5 focus-within:border-tungsten">
          {props.onFiles && (
            <>
              <IconButton label={text.chat.attach} disabled={full} onClick={() => input.current?.click()}>
                <Paperclip />
              </IconButton>
              <input
                ref={input}
                type="file"
                multiple
                hidden
                accept={ACCEPT_IN_CHAT}
                data-testid="upload-input"
                aria-label={text.chat.attach}
                onChange={(event) => {
                  props.onFiles?.(Array.from(event.target.files ?? []));
                  event.target.value = "";
                }}
              />
            </>
          )}
          <textarea
            ref={area}
            rows={1}
            data-testid="message-input"
            data-autofocus
            aria-label={text.chat.inputLabel}
            aria-describedby={`${id}-hint`}
            aria-invalid={tooLong || undefined}
            placeholder={text.chat.placeholder}
            className="max-h-48 min-h-11 flex-1 resize-none bg-transparent px-3 py-2.5 leading-6 outline-none placeholder:text-faint"
            value={draft}
            onChange={(event) => props.onDraft(event.target.value)}
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
              onClick={props.onStop}
            >
              <Square className="size-4 fill-current" aria-hidden="true" />
            </button>
          ) : (
            <button
              type="button"
              data-testid="send-message"
              aria-label={text.chat.send}
              title={text.chat.send}
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
            {draft.length > 0 && waiting
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
