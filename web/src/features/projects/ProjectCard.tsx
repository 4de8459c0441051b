import { Link } from "react-router";
import type { Project } from "@/shared/api/types";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { Still } from "@/shared/ui/Still";
import { PhaseMark } from "./PhaseStrip";
import { StatusBadge } from "./StatusBadge";
import { frameOf } from "./vocabulary";

export function ProjectCard({ project }: { project: Project }) {
  const phase = project.progress?.currentPhase;
  const percent = Math.round(project.progress?.overallProgress ?? 0);
  return (
    <Link
      to={`/projects/${project.id}`}
      data-testid="project-card"
      className="group flex h-full flex-col overflow-hidden rounded-2xl border border-line bg-surface transition-colors hover:border-edge"
    >
      <span className="flex h-44 items-center justify-center bg-screen">
        <span className="block max-h-full max-w-full overflow-hidden" style={frameBox(project)}>
          <Still
            seed={project.id + project.title}
            genre={project.genre}
            className="size-full transition-transform duration-500 group-hover:scale-[1.03]"
          />
        </span>
      </span>
      <span className="flex flex-1 flex-col gap-4 p-5">
        <span className="flex items-start justify-between gap-3">
          <span className="min-w-0">
            <span className="title-face line-clamp-2 text-lg break-words">{project.title}</span>
            <span className="text-faint">{text.projects.genres[project.genre]}</span>
          </span>
          <StatusBadge status={project.status} />
        </span>
        <span className="mt-auto flex flex-col gap-2">
          <PhaseMark progress={project.progress} />
          <span className="slate-face flex justify-between gap-3 text-[0.8125rem] text-soft">
            <span>{phase ? text.projects.phases[phase] : ""}</span>
            <span>{text.projects.progress(percent)}</span>
          </span>
        </span>
        <span className="border-t border-line pt-3 text-[0.8125rem] text-faint">
          {text.projects.activity} <RelativeTime at={project.updatedAt} />
        </span>
      </span>
    </Link>
  );
}

/** The film's own frame, fitted into the card's screen. */
function frameBox(project: Project) {
  const ratio = project.projectSettings?.aspectRatio;
  const tall = ratio === "9:16" || ratio === "1:1" || ratio === "4:3";
  return tall
    ? { aspectRatio: frameOf(ratio), height: "100%" }
    : { aspectRatio: frameOf(ratio), width: "100%" };
}

export function ProjectCardGhost() {
  return (
    <div className="overflow-hidden rounded-2xl border border-line bg-surface" aria-hidden="true">
      <div className="shimmer h-44" />
      <div className="flex flex-col gap-4 p-5">
        <div className="shimmer h-5 w-2/3 rounded-md" />
        <div className="shimmer h-4 w-1/3 rounded-md" />
        <div className="shimmer mt-3 h-2.5 rounded-md" />
        <div className="shimmer h-4 w-1/2 rounded-md" />
      </div>
    </div>
  );
}
