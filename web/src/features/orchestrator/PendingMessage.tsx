import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { MessageFiles } from "./MessageFiles";
import type { Pending } from "./thread";

interface Props {
  pending: Pending;
  onResend: () => void;
  onTakeBack: () => void;
}

export function PendingMessage({ pending, onResend, onTakeBack }: Props) {
  const { content, refusal } = pending;
  return (
    <article data-testid="user-message" aria-label={text.chat.you} className="flex flex-col items-end gap-2">
      {pending.attachments.length > 0 && <MessageFiles ids={pending.attachments} />}
      {content !== "" && (
        <p
          className={cx(
            "max-w-[88%] rounded-2xl rounded-br-md px-4 py-2.5 break-words whitespace-pre-wrap",
            refusal ? "border border-bad/50 bg-bad-wash" : "bg-tungsten-wash",
          )}
        >
          {content}
        </p>
      )}
      {refusal && (
        <div
          role="alert"
          data-testid="send-error"
          className="flex max-w-[88%] flex-col items-end gap-2 text-right"
        >
          <p className="text-bad">
            <span className="font-semibold">{text.chat.notSent}</span> {refusal.sentence}
          </p>
          <div className="flex gap-2">
            <Button kind="plain" onClick={onTakeBack}>
              {text.chat.edit}
            </Button>
            {refusal.retryable && (
              <Button data-testid="retry-send" onClick={onResend}>
                {text.chat.retry}
              </Button>
            )}
          </div>
        </div>
      )}
    </article>
  );
}
