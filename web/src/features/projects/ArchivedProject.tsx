import { ArchiveRestore, Trash2 } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import type { Project } from "@/shared/api/types";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { Button } from "@/shared/ui/Button";
import { Confirm } from "@/shared/ui/Confirm";
import { IconButton } from "@/shared/ui/IconButton";
import { Notice } from "@/shared/ui/Notice";
import { Still } from "@/shared/ui/Still";
import { archiveProject, deleteProject } from "./api";
import { mayDelete } from "./rights";

/** A film in the archive: whoever may delete it may restore it. */
export function ArchivedProject({ project, onChanged }: { project: Project; onChanged: () => void }) {
  const user = useSession((state) => state.user);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function restore() {
    setBusy(true);
    setProblem(null);
    try {
      await archiveProject(project.id, false);
      onChanged();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  }

  return (
    <article
      data-testid="archived-project"
      aria-label={project.title}
      className="flex h-full flex-col overflow-hidden rounded-2xl border border-line bg-surface"
    >
      <Still
        seed={project.id + project.title}
        genre={project.genre}
        className="h-28 w-full opacity-60 saturate-50"
        wide
      />
      <div className="flex flex-1 flex-col gap-4 p-5">
        <div className="flex-1">
          <h2 className="title-face line-clamp-2 text-lg break-words">{project.title}</h2>
          <p className="text-[0.8125rem] text-faint">
            {text.projects.archived} {project.deletedAt && <RelativeTime at={project.deletedAt} />}
          </p>
        </div>
        {problem && <Notice>{problem}</Notice>}
        {mayDelete(project, user) && (
          <div className="flex items-center justify-between gap-2">
            <Button busy={busy} onClick={() => void restore()}>
              <ArchiveRestore aria-hidden="true" />
              {text.projects.restore}
            </Button>
            <IconButton label={text.projects.remove} onClick={() => setAsking(true)}>
              <Trash2 />
            </IconButton>
          </div>
        )}
      </div>
      {asking && (
        <Confirm
          title={text.projects.removeTitle}
          hint={text.projects.removeHint(project.title)}
          action={text.projects.remove}
          cancel={text.form.cancel}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await deleteProject(project.id);
            onChanged();
          }}
        />
      )}
    </article>
  );
}
