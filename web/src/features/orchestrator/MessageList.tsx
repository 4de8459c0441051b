import { ArrowDown } from "lucide-react";
import { useState } from "react";
import type { Message, Mode } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { AssistantMessage } from "./AssistantMessage";
import { leafBelow, versionsOf } from "./branch";
import { FailedAnswer } from "./FailedAnswer";
import { LiveAnswer } from "./LiveAnswer";
import { PendingMessage } from "./PendingMessage";
import { Suggestions } from "./Suggestions";
import { loadEarlier } from "./talk";
import { change, type Thread } from "./thread";
import { UserMessage } from "./UserMessage";
import { useStickToEnd } from "./useStickToEnd";

interface Props {
  thread: Thread;
  threadKey: string;
  mode: Mode;
  line: Message[];
  busy: boolean;
  onSuggestion: (content: string) => void;
  /** Left out where what was said cannot be said differently. */
  onRevise?: (message: Message, content: string) => void;
  /** Asks a question again within everything there is. */
  onSearchAll?: (question: string) => void;
  onMode?: (mode: Mode) => void;
  /** An answer brings more than it said while it was given, and is shown from its beginning when it is complete. */
  fromItsStart?: boolean;
  /** Whether the reader may decide about what was brought in. */
  mayDecide?: boolean;
  onResend: () => void;
  onTakeBack: () => void;
  onRetry: (runId: string) => void;
}

export function MessageList(props: Props) {
  const { thread, threadKey, busy } = props;
  const [loadingEarlier, setLoadingEarlier] = useState(false);
  const replaced = thread.pending?.replaces;
  const line = replaced ? before(props.line, replaced) : props.line;
  const last = line.at(-1);
  const settled = !thread.live && !thread.pending && !thread.failed;
  const { box, content, away, toEnd } = useStickToEnd(threadKey, settled && props.fromItsStart);
  const suggestions = settled && last?.role === "assistant" ? (last.metadata?.suggestions ?? []) : [];

  async function earlier() {
    setLoadingEarlier(true);
    await loadEarlier(threadKey).catch(() => undefined);
    setLoadingEarlier(false);
  }

  function version(message: Message) {
    const all = versionsOf(thread.messages, message);
    return {
      at: all.findIndex((one) => one.id === message.id) + 1,
      of: all.length,
      go: (at: number) => change(threadKey, { leaf: leafBelow(thread.messages, all[at - 1]!), failed: null }),
    };
  }

  function searchAll(answer: Message) {
    const question = line.find((one) => one.id === answer.parent);
    if (question) props.onSearchAll?.(question.content);
  }

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={box}
        className="h-full overflow-y-auto overscroll-contain"
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={text.chat.log}
      >
        <div
          ref={content}
          className="mx-auto flex max-w-[var(--measure,100%)] flex-col gap-7 px-4 py-6 sm:px-5"
        >
          {thread.status === "loading" && <Ghost />}
          {thread.hasMore && (
            <Button kind="plain" className="self-center" busy={loadingEarlier} onClick={() => void earlier()}>
              {text.chat.earlier}
            </Button>
          )}
          {line.map((message) =>
            message.role === "user" ? (
              <UserMessage
                key={message.id}
                message={message}
                version={version(message)}
                locked={busy}
                onRevise={props.onRevise && ((content) => props.onRevise!(message, content))}
              />
            ) : message.role === "assistant" ? (
              <AssistantMessage
                key={message.id}
                message={message}
                mode={props.mode}
                onRetry={settled && message === last ? props.onRetry : null}
                onSearchAll={settled && props.onSearchAll ? () => searchAll(message) : undefined}
                onMode={props.onMode}
                mayDecide={props.mayDecide ?? false}
              />
            ) : null,
          )}
          {thread.pending && (
            <PendingMessage
              pending={thread.pending}
              onResend={props.onResend}
              onTakeBack={props.onTakeBack}
            />
          )}
          {thread.live && <LiveAnswer live={thread.live} />}
          {thread.failed && <FailedAnswer {...thread.failed} mode={props.mode} onRetry={props.onRetry} />}
          {suggestions.length > 0 && <Suggestions suggestions={suggestions} onPick={props.onSuggestion} />}
        </div>
      </div>
      {away && (
        <IconButton
          label={text.chat.latest}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full border border-line bg-raised shadow-lg"
          onClick={toEnd}
        >
          <ArrowDown />
        </IconButton>
      )}
    </div>
  );
}

function before(line: Message[], message: Message): Message[] {
  const at = line.findIndex((one) => one.parent === message.parent && one.role === message.role);
  return at < 0 ? line : line.slice(0, at);
}

function Ghost() {
  return (
    <div role="status" aria-label={text.chat.loading} className="flex flex-col gap-6">
      <div className="shimmer ml-auto h-12 w-3/5 rounded-2xl" />
      <div className="shimmer h-24 w-11/12 rounded-2xl" />
    </div>
  );
}
