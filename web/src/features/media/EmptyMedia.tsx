import { Upload } from "lucide-react";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { FamilyIcon } from "@/shared/media/Thumb";

interface Props {
  kind: "first" | "viewer" | "trash" | "noMatch";
  onUpload: () => void;
  onClear: () => void;
}

export function EmptyMedia({ kind, onUpload, onClear }: Props) {
  const [title, hint] = {
    first: [text.media.emptyTitle, text.media.emptyHint],
    viewer: [text.media.emptyTitle, text.media.emptyViewer],
    trash: [text.media.trashEmptyTitle, text.media.trashEmptyHint],
    noMatch: [text.media.noneTitle, text.media.noneHint],
  }[kind] as [string, string];
  return (
    <div
      className={
        kind === "first"
          ? "grid place-items-center rounded-2xl border border-dashed border-edge px-6 py-16 text-center"
          : "grid place-items-center px-6 py-16 text-center"
      }
    >
      <div className="flex max-w-md flex-col items-center gap-3">
        {kind === "first" && (
          <span className="mb-2 flex gap-4 text-faint" aria-hidden="true">
            {(["image", "video", "audio", "document"] as const).map((family) => (
              <FamilyIcon key={family} family={family} className="size-7" />
            ))}
          </span>
        )}
        <h2 className="title-face text-xl">{title}</h2>
        <p className="text-soft">{hint}</p>
        {kind === "first" && (
          <Button className="mt-4" onClick={onUpload}>
            <Upload aria-hidden="true" />
            {text.media.upload}
          </Button>
        )}
        {kind === "noMatch" && (
          <Button className="mt-2" onClick={onClear}>
            {text.media.clear}
          </Button>
        )}
      </div>
    </div>
  );
}
