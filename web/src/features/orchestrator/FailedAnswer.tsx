import { RotateCcw } from "lucide-react";
import type { Mode } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { AnswerFrame } from "./AnswerFrame";
import { Markdown } from "./Markdown";
import type { Failed } from "./thread";

interface Props extends Failed {
  mode: Mode;
  onRetry: ((runId: string) => void) | null;
}

/** What was said before it failed, why it failed, and the way to ask again while that makes sense. */
export function FailedAnswer(props: Props) {
  const { mode, runId, sentence, retryable, onRetry } = props;
  return (
    <div className="flex flex-col gap-4">
      {props.text && (
        <AnswerFrame>
          <Markdown source={props.text} cut />
        </AnswerFrame>
      )}
      <div data-testid="run-error">
        <Notice>
          <p className="font-semibold">{mode === "data" ? text.modes.data.failed : text.chat.failed}</p>
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
