import { reasonOf } from "@/shared/api/errors";
import type { Message, Mode } from "@/shared/api/types";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { CopyButton } from "@/shared/ui/CopyButton";
import { AnswerFrame } from "./AnswerFrame";
import { FailedAnswer } from "./FailedAnswer";
import { evidenceOf, gatheredOf } from "./known";
import { GatherResult } from "./GatherResult";
import { Markdown } from "./Markdown";
import { NothingFound } from "./NothingFound";
import { QueryAnswer } from "./QueryAnswer";

/** What the laptop's stand-in for a language model calls itself, and what stands where no model spoke. */
const REHEARSAL = "rehearsal";
const NO_MODEL = "none";

interface Props {
  message: Message;
  /** Of the conversation. */
  mode: Mode;
  onRetry: ((runId: string) => void) | null;
  onSearchAll?: () => void;
  onMode?: (mode: Mode) => void;
  mayDecide: boolean;
}

export function AssistantMessage({ message, mode, onRetry, onSearchAll, onMode, mayDecide }: Props) {
  const { status, error } = message.metadata ?? {};
  if (status === "failed")
    return (
      <FailedAnswer
        mode={mode}
        runId={message.runId ?? ""}
        text={message.content}
        sentence={error ? reasonOf(error) : text.errors.server}
        retryable={error?.retryable ?? true}
        onRetry={onRetry}
      />
    );
  const evidence = evidenceOf(message.metadata);
  const gathered = gatheredOf(message.metadata);
  const said = message.content && <Markdown source={message.content} cut={status === "cancelled"} />;
  return (
    <AnswerFrame>
      {evidence ? (
        <QueryAnswer evidence={evidence} runId={message.runId ?? null} said={message.content}>
          {said}
        </QueryAnswer>
      ) : (
        !gathered && said
      )}
      {evidence && evidence.results.length === 0 && !evidence.degraded && onMode && (
        <NothingFound onSearchAll={onSearchAll} onFeed={() => onMode("data")} />
      )}
      {gathered && <GatherResult gathered={gathered} mayDecide={mayDecide} />}
      {status === "cancelled" && (
        <p className="mt-2">
          <span className="slate-face rounded-md bg-hover px-2 py-0.5 text-[0.8125rem] text-soft">
            {text.chat.stopped}
          </span>
        </p>
      )}
      <Foot message={message} />
    </AnswerFrame>
  );
}

function Foot({ message }: { message: Message }) {
  const { model, usage, cost } = message.metadata ?? {};
  return (
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
        model && model !== NO_MODEL && <span className="break-all">{model}</span>
      )}
      {usage && usage.totalTokens > 0 && (
        <span className="slate-face">{text.chat.tokens(usage.totalTokens)}</span>
      )}
      {typeof cost === "number" && cost > 0 && <span className="slate-face">{text.chat.cost(cost)}</span>}
      <CopyButton content={message.content} className="-ml-2.5" />
    </footer>
  );
}
