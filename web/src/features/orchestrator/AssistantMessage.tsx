import type { Message } from "@/shared/api/types";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { AnswerFrame } from "./AnswerFrame";
import { CopyButton } from "@/shared/ui/CopyButton";
import { FailedAnswer } from "./FailedAnswer";
import { Markdown } from "./Markdown";

/** What the laptop's stand-in for a language model calls itself. */
const REHEARSAL = "rehearsal";

interface Props {
  message: Message;
  onRetry: ((runId: string) => void) | null;
}

export function AssistantMessage({ message, onRetry }: Props) {
  const { model, usage, cost, status, error } = message.metadata ?? {};
  if (status === "failed")
    return (
      <FailedAnswer
        runId={message.runId ?? ""}
        text={message.content}
        sentence={error?.error ?? text.errors.server}
        retryable={error?.retryable ?? true}
        onRetry={onRetry}
      />
    );
  return (
    <AnswerFrame>
      {message.content && <Markdown source={message.content} cut={status === "cancelled"} />}
      {status === "cancelled" && (
        <p className="mt-2">
          <span className="slate-face rounded-md bg-hover px-2 py-0.5 text-[0.8125rem] text-soft">
            {text.chat.stopped}
          </span>
        </p>
      )}
      <footer className="-mb-2 flex flex-wrap items-center gap-x-2.5 text-xs text-faint">
        <RelativeTime at={message.createdAt} />
        {model === REHEARSAL ? (
          <span
            data-testid="rehearsal"
            title={text.chat.rehearsalHint}
            className="slate-face rounded-md bg-daylight-wash px-2 py-0.5 text-daylight"
          >
            {text.chat.rehearsal}
          </span>
        ) : (
          model && <span className="break-all">{model}</span>
        )}
        {usage && <span className="slate-face">{text.chat.tokens(usage.totalTokens)}</span>}
        {typeof cost === "number" && cost > 0 && <span className="slate-face">{text.chat.cost(cost)}</span>}
        <CopyButton content={message.content} className="-ml-2.5" />
      </footer>
    </AnswerFrame>
  );
}
