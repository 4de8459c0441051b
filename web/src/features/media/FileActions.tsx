import { ArchiveRestore, Download, FilePlus2, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import type { Media } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button, buttonLook } from "@/shared/ui/Button";
import { Confirm } from "@/shared/ui/Confirm";
import { Notice } from "@/shared/ui/Notice";
import { addUploads } from "@/shared/upload/uploads";
import { deleteMedia, putAway } from "./api";
import { savingAddress } from "./files";
import { nameOf } from "./MediaCard";

interface Props {
  media: Media;
  mayEdit: boolean;
  onGone: () => void;
}

/** What can be done with a file as a whole. `onGone` is told when it has left the list that it was opened from. */
export function FileActions({ media, mayEdit, onGone }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const away = Boolean(media.deletedAt);
  const project = typeof media.project === "string" ? media.project : media.project.id;

  async function move() {
    setBusy(true);
    setProblem(null);
    try {
      await putAway(media.id, !away);
      onGone();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-2">
      {problem && <Notice>{problem}</Notice>}
      <div className="flex flex-wrap gap-2">
        {!away && media.status !== "processing" && media.status !== "failed" && media.url && (
          <a href={savingAddress(media.url)} className={buttonLook("quiet")} download={nameOf(media)}>
            <Download aria-hidden="true" />
            {text.media.download}
          </a>
        )}
        {mayEdit && !away && (
          <Button onClick={() => input.current?.click()}>
            <FilePlus2 aria-hidden="true" />
            {text.media.newVersion}
          </Button>
        )}
        {mayEdit && (
          <Button busy={busy} onClick={() => void move()}>
            {away ? <ArchiveRestore aria-hidden="true" /> : <Trash2 aria-hidden="true" />}
            {away ? text.media.restore : text.media.putAway}
          </Button>
        )}
        {mayEdit && away && (
          <Button kind="danger" onClick={() => setAsking(true)}>
            {text.media.remove}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={text.media.newVersion}
        onChange={(event) => {
          addUploads(event.target.files ?? [], () => ({ project, replaces: media.id }));
          event.target.value = "";
        }}
      />
      {asking && (
        <Confirm
          title={text.media.removeTitle}
          hint={text.media.removeHint(nameOf(media))}
          action={text.media.remove}
          cancel={text.form.cancel}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await deleteMedia(media.id);
            onGone();
          }}
        />
      )}
    </div>
  );
}
