import { ApiError, sentenceOf } from "@/shared/api/errors";
import { text } from "@/shared/text";
import { Button } from "./Button";

/** Something could not be loaded: what, why, and the way to try again. */
export function Failure({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  const reference = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-16 text-center">
      <h2 className="title-face text-xl">{title}</h2>
      <p className="text-soft">{sentenceOf(error)}</p>
      {onRetry && (
        <Button kind="quiet" className="mt-2" onClick={onRetry}>
          {text.errors.retry}
        </Button>
      )}
      {reference && <p className="font-mono text-xs text-faint">{text.errors.reference(reference)}</p>}
    </div>
  );
}
