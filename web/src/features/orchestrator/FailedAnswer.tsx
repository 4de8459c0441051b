import { RotateCcw } from "lucide-react";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { AnswerFrame } from "./AnswerFrame";
import { Markdown } from "./Markdown";
import type { Failed } from "./thread";

/** What was said before it failed, why it failed, and the way to ask again while that makes sense. */
export function FailedAnswer(props: Failed & { onRetry: ((runId: string) => void) | null }) {
  const { runId, sentence, retryable, onRetry } = props;
  return (
    <div className="flex flex-col gap-4">
      {props.text && (
        <AnswerFrame>
          <Markdown source={props.text} cut />
        </AnswerFrame>
      )}
      <div data-testid="run-error">
        <Notice>
          <p className="font-semibold">{text.chat.failed}</p>
          <p>{sentence}</p>
          {retryable && onRetry && (
            <Button className="mt-3" data-testid="retry-run" onClick={() => onRetry(runId)}>
              <RotateCcw aria-hidden="true" />
              {text.chat.retry}
            </Button>
          )}
        </Notice>
      </div>
    </div>
  );
}
