import { ArrowLeft, Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { ApiError } from "@/shared/api/errors";
import type { Project } from "@/shared/api/types";
import { useLoad } from "@/shared/load/useLoad";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Button, buttonLook } from "@/shared/ui/Button";
import { Failure } from "@/shared/ui/Failure";
import { Still } from "@/shared/ui/Still";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { readProject, updateProject } from "./api";
import { PhaseStrip } from "./PhaseStrip";
import { ProjectForm } from "./ProjectForm";
import { Slate } from "./Slate";
import { StatusBadge } from "./StatusBadge";
import { mayEdit, Team } from "./Team";

interface Props {
  projectId: string;
  conversations: ReactNode;
  assistant: (project: Project) => ReactNode;
}

export function ProjectPage({ projectId, conversations, assistant }: Props) {
  const [loaded, again] = useLoad(projectId, (signal) => readProject(projectId, signal));
  const [saved, setSaved] = useState<Project | null>(null);
  const project = saved ?? loaded.data;
  usePageTitle(project?.title ?? text.header.projects);

  if (project) return <Overview {...{ project, conversations, assistant }} onSaved={setSaved} />;
  if (loaded.status !== "failed") return <Ghost />;
  const missing = loaded.error instanceof ApiError && loaded.error.status === 404;
  return missing ? <Missing /> : <Failure title={text.project.failed} error={loaded.error} onRetry={again} />;
}

function Overview(props: {
  project: Project;
  conversations: ReactNode;
  assistant: (project: Project) => ReactNode;
  onSaved: (project: Project) => void;
}) {
  const { project } = props;
  const user = useSession((state) => state.user);
  const [editing, setEditing] = useState(false);
  const percent = Math.round(project.progress?.overallProgress ?? 0);
  return (
    <div className="mx-auto w-full max-w-[76rem] px-4 pt-4 pb-28 sm:px-6 sm:pt-6">
      <Link to="/projects" className={`${buttonLook("plain")} -ml-4`}>
        <ArrowLeft aria-hidden="true" />
        {text.project.back}
      </Link>
      <div className="relative mt-3 overflow-hidden rounded-2xl bg-screen">
        <Still
          seed={project.id + project.title}
          genre={project.genre}
          className="h-52 w-full sm:h-72 lg:h-80"
          wide
        />
      </div>
      <div className="mt-6 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0 flex-1">
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
        {user && mayEdit(project, user) && (
          <Button onClick={() => setEditing(true)}>
            <Pencil aria-hidden="true" />
            {text.project.edit}
          </Button>
        )}
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
      <div className="mt-12 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        {props.conversations}
        <Team project={project} />
      </div>
      {props.assistant(project)}
      {editing && (
        <ProjectForm
          project={project}
          onClose={() => setEditing(false)}
          onSubmit={async (draft) => {
            props.onSaved(await updateProject(project.id, draft));
            setEditing(false);
          }}
        />
      )}
    </div>
  );
}

function Missing() {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-24 text-center">
      <h1 className="title-face text-2xl">{text.project.missing}</h1>
      <p className="text-soft">{text.project.missingHint}</p>
      <Link to="/projects" className={`${buttonLook("quiet")} mt-3`}>
        {text.project.back}
      </Link>
    </div>
  );
}

function Ghost() {
  return (
    <div
      role="status"
      aria-label={text.project.loading}
      className="mx-auto w-full max-w-[76rem] px-4 pt-20 sm:px-6"
    >
      <div className="shimmer h-52 rounded-2xl sm:h-72 lg:h-80" />
      <div className="shimmer mt-6 h-10 w-1/2 rounded-lg" />
      <div className="shimmer mt-8 h-24 rounded-2xl" />
    </div>
  );
}
