import { useOutletContext, useParams } from "react-router";
import { MediaPage } from "@/features/media/MediaPage";
import { RecentMedia } from "@/features/media/RecentMedia";
import { Orchestrator } from "@/features/orchestrator/Orchestrator";
import { RecentConversations } from "@/features/orchestrator/RecentConversations";
import { type OpenProject, ProjectFrame } from "@/features/projects/ProjectFrame";
import { Overview } from "@/features/projects/Overview";

/** A project with the studio assistant at its side, on each of its pages. */
export function ProjectRoute() {
  const { projectId = "" } = useParams();
  return (
    <ProjectFrame
      key={projectId}
      projectId={projectId}
      assistant={({ project, mayEdit }) => (
        <Orchestrator projectId={project.id} projectTitle={project.title} mayUpload={mayEdit} />
      )}
    />
  );
}

export function OverviewRoute() {
  const open = useOutletContext<OpenProject>();
  return (
    <Overview
      {...open}
      media={<RecentMedia projectId={open.project.id} mayEdit={open.mayEdit} />}
      conversations={<RecentConversations projectId={open.project.id} />}
    />
  );
}

export function MediaRoute() {
  const { project, mayEdit } = useOutletContext<OpenProject>();
  return <MediaPage key={project.id} project={project} mayEdit={mayEdit} />;
}
