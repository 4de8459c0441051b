import { useEffect } from "react";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { Failure } from "@/shared/ui/Failure";
import { useFileDrop } from "@/shared/ui/useFileDrop";
import { attach, detach, useAttachments } from "./attach";
import { lineOf, newest } from "./branch";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { open, resend, retry, revise, say, stop } from "./talk";
import { change, NEW, useThread } from "./thread";
import { useOnline } from "./useOnline";
import { Welcome } from "./Welcome";

interface Props {
  thread: string;
  projectId: string;
  projectTitle: string;
  wide: boolean;
  mayUpload: boolean;
  onBecame: (conversation: string) => void;
  onNew: () => void;
}

export function ChatTab({ thread: key, projectId, projectTitle, wide, mayUpload, onBecame, onNew }: Props) {
  const thread = useThread(key);
  const online = useOnline();
  useEffect(() => void open(key), [key]);

  const line = lineOf(thread.messages, thread.leaf);
  const last = newest(thread.messages);
  const older = last !== undefined && line.at(-1)?.id !== last.id && !thread.pending;
  const busy = thread.live !== null || (thread.pending !== null && thread.pending.refusal === null);
  const blank = key === NEW && !thread.pending;
  const attachments = useAttachments(thread.attached);
  const files = attachments.flatMap((one) => (one.state === "ready" && one.media ? [one.media.id] : []));
  const send = (content: string) => void say(key, projectId, content, files, onBecame);
  const take = (given: File[]) => attach(key, projectId, given);
  const { over, handlers } = useFileDrop(take, mayUpload);

  return (
    <div
      role="tabpanel"
      id="panel-chat"
      aria-labelledby="tab-chat"
      {...handlers}
      className={cx("relative flex min-h-0 flex-1 flex-col", wide && "[--measure:46rem]")}
    >
      {over && (
        <div className="pointer-events-none absolute inset-2 z-10 grid place-items-center rounded-2xl border-2 border-dashed border-tungsten bg-tungsten-wash/90">
          <p className="title-face text-lg">{text.chat.dropFiles}</p>
        </div>
      )}
      {thread.status === "gone" ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-3 px-6 text-center">
          <p className="text-soft">{text.chat.gone}</p>
          <Button onClick={onNew}>{text.chat.newChat}</Button>
        </div>
      ) : thread.status === "failed" ? (
        <Failure title={text.chat.loadFailed} error={thread.error} onRetry={() => void open(key)} />
      ) : blank ? (
        <Welcome projectTitle={projectTitle} onStart={send} />
      ) : (
        <MessageList
          thread={thread}
          line={line}
          threadKey={key}
          busy={busy}
          onSuggestion={send}
          onRevise={(message, content) => void revise(key, projectId, message, content)}
          onResend={() => void resend(key, projectId, onBecame)}
          onTakeBack={() =>
            change(key, ({ pending }) => ({
              pending: null,
              draft: pending?.replaces ? "" : (pending?.content ?? ""),
            }))
          }
          onRetry={(runId) => void retry(key, projectId, runId)}
        />
      )}
      <p role="status" aria-live="polite" className="sr-only">
        {thread.announcement}
      </p>
      {thread.status !== "gone" && (
        <Composer
          threadKey={key}
          draft={thread.draft}
          live={thread.live !== null}
          stopping={thread.live?.stopping ?? false}
          blocked={busy || (thread.status !== "ready" && key !== NEW)}
          notice={!online ? text.chat.offline : older ? text.chat.viewingOlder : null}
          noticeAction={
            older && online ? { label: text.chat.toLatest, run: () => change(key, { leaf: null }) } : null
          }
          attachments={attachments}
          onFiles={mayUpload ? take : null}
          onDetach={(upload) => detach(key, upload)}
          onDraft={(draft) => change(key, { draft })}
          onSend={send}
          onStop={() => void stop(key)}
        />
      )}
    </div>
  );
}
