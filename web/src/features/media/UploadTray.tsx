import { RotateCcw, X } from "lucide-react";
import { text } from "@/shared/text";
import { dropUpload, mayRetry, retryUpload, type Upload } from "@/shared/upload/uploads";
import { IconButton } from "@/shared/ui/IconButton";
import { cx } from "@/shared/ui/cx";

/** Files on their way into this film, and those that could not be sent. */
export function UploadTray({ uploads }: { uploads: Upload[] }) {
  if (uploads.length === 0) return null;
  return (
    <section
      aria-label={text.media.uploads}
      className="rounded-2xl border border-line bg-surface px-4 sm:px-5"
    >
      <ul>
        {uploads.map((upload) => (
          <Row key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

function Row({ upload }: { upload: Upload }) {
  const { file, sent, state, problem } = upload;
  const over = state === "failed" || state === "done";
  return (
    <li
      data-testid="upload"
      data-state={state}
      className="flex items-center gap-3 border-b border-line py-2 last:border-0"
    >
      <div className="min-w-0 flex-1 py-1">
        <p className="truncate font-medium">{file.name}</p>
        {state === "sending" && (
          <progress
            aria-label={text.media.uploadProgress(file.name)}
            className="upload-progress my-1.5 block w-full"
            max={file.size}
            value={sent}
          />
        )}
        <p
          role={state === "failed" ? "alert" : undefined}
          className={cx("text-[0.8125rem]", state === "failed" ? "text-bad" : "text-faint")}
        >
          {state === "sending"
            ? text.media.sending(sent, file.size)
            : state === "waiting"
              ? text.media.waiting
              : state === "done"
                ? text.media.sent
                : problem}
        </p>
      </div>
      {mayRetry(upload) && (
        <IconButton label={text.media.retry(file.name)} onClick={() => retryUpload(upload.id)}>
          <RotateCcw />
        </IconButton>
      )}
      <IconButton
        label={over ? text.media.dismiss(file.name) : text.media.cancel(file.name)}
        onClick={() => dropUpload(upload.id)}
      >
        <X />
      </IconButton>
    </li>
  );
}
