import { Archive, Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Confirm } from "@/shared/ui/Confirm";
import { Still } from "@/shared/ui/Still";
import { archiveProject, updateProject } from "./api";
import { PhaseStrip } from "./PhaseStrip";
import { ProjectForm } from "./ProjectForm";
import type { OpenProject } from "./ProjectFrame";
import { Slate } from "./Slate";
import { StatusBadge } from "./StatusBadge";
import { Team } from "./Team";

interface Props extends OpenProject {
  media: ReactNode;
  conversations: ReactNode;
}

export function Overview({ project, mayEdit, mayDelete, onSaved, media, conversations }: Props) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "archive" | null>(null);
  const percent = Math.round(project.progress?.overallProgress ?? 0);
  return (
    <>
      <div className="relative mt-3 overflow-hidden rounded-2xl bg-screen">
        <Still
          seed={project.id + project.title}
          genre={project.genre}
          className="h-52 w-full sm:h-72 lg:h-80"
          wide
        />
      </div>
      <div className="mt-6 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <h1 className="title-face text-[clamp(1.75rem,4vw,2.75rem)] break-words">{project.title}</h1>
            <StatusBadge status={project.status} />
          </div>
          {project.description && (
            <p className="mt-3 max-w-[68ch] text-lg break-words whitespace-pre-line text-soft">
              {project.description}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-3 max-sm:-ml-4">
          {mayDelete && (
            <Button kind="plain" onClick={() => setOpen("archive")}>
              <Archive aria-hidden="true" />
              {text.project.archive}
            </Button>
          )}
          {mayEdit && (
            <Button onClick={() => setOpen("edit")}>
              <Pencil aria-hidden="true" />
              {text.project.edit}
            </Button>
          )}
        </div>
      </div>
      <Slate project={project} />
      <section className="mt-12" aria-labelledby="progress">
        <div className="mb-4 flex items-baseline justify-between gap-4">
          <h2 id="progress" className="text-lg font-semibold">
            {text.project.progress}
          </h2>
          <p className="slate-face text-soft">{text.project.overall(percent)}</p>
        </div>
        <PhaseStrip progress={project.progress} />
      </section>
      <div className="mt-12">{media}</div>
      <div className="mt-12 grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
        {conversations}
        <Team project={project} mayEdit={mayEdit} onSaved={onSaved} />
      </div>
      {open === "edit" && (
        <ProjectForm
          project={project}
          onClose={() => setOpen(null)}
          onSubmit={async (draft) => {
            onSaved(await updateProject(project.id, draft));
            setOpen(null);
          }}
        />
      )}
      {open === "archive" && (
        <Confirm
          title={text.project.archiveTitle}
          hint={text.project.archiveHint(project.title)}
          action={text.project.archive}
          cancel={text.form.cancel}
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await archiveProject(project.id, true);
            void navigate("/projects");
          }}
        />
      )}
    </>
  );
}
