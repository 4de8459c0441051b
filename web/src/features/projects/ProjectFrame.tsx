import { ArrowLeft } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link, NavLink, Outlet } from "react-router";
import { ApiError } from "@/shared/api/errors";
import type { Project } from "@/shared/api/types";
import { useLoad } from "@/shared/load/useLoad";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { buttonLook } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { Failure } from "@/shared/ui/Failure";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { readProject } from "./api";
import { mayDelete, mayEdit } from "./rights";

/** What each page of a project is handed. */
export interface OpenProject {
  project: Project;
  mayEdit: boolean;
  mayDelete: boolean;
  onSaved: (project: Project) => void;
}

interface Props {
  projectId: string;
  assistant: (open: OpenProject) => ReactNode;
}

/** Loads a project once for all of its pages, and holds the way between them. */
export function ProjectFrame({ projectId, assistant }: Props) {
  const [loaded, again] = useLoad(projectId, (signal) => readProject(projectId, signal));
  const [saved, setSaved] = useState<Project | null>(null);
  const user = useSession((state) => state.user);
  const project = saved ?? loaded.data;
  usePageTitle(project?.title ?? text.header.projects);

  if (!project) {
    if (loaded.status !== "failed") return <Ghost />;
    const missing = loaded.error instanceof ApiError && loaded.error.status === 404;
    return missing ? (
      <Missing />
    ) : (
      <Failure title={text.project.failed} error={loaded.error} onRetry={again} />
    );
  }
  const open: OpenProject = {
    project,
    mayEdit: mayEdit(project, user),
    mayDelete: mayDelete(project, user),
    onSaved: setSaved,
  };
  return (
    <div className="mx-auto w-full max-w-[76rem] px-4 pt-4 pb-28 sm:px-6 sm:pt-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6">
        <Link to="/projects" className={`${buttonLook("plain")} -ml-4`}>
          <ArrowLeft aria-hidden="true" />
          {text.project.back}
        </Link>
        <nav aria-label={text.project.pages} className="-mx-4 flex">
          <Page to={`/projects/${project.id}`}>{text.project.overview}</Page>
          <Page to={`/projects/${project.id}/media`}>{text.media.title}</Page>
          <Page to={`/projects/${project.id}/brain`}>{text.brain.title}</Page>
        </nav>
      </div>
      <Outlet context={open} />
      {assistant(open)}
    </div>
  );
}

function Page({ to, children }: { to: string; children: ReactNode }) {
  return (
    <NavLink
      to={to}
      end
      className={({ isActive }) =>
        cx(
          "relative inline-flex min-h-11 items-center px-4 font-medium transition-colors hover:text-ink",
          isActive
            ? "text-ink after:absolute after:inset-x-4 after:bottom-1 after:h-0.5 after:rounded-full after:bg-lamp"
            : "text-soft",
        )
      }
    >
      {children}
    </NavLink>
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
