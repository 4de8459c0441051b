import { useParams } from "react-router";
import { Orchestrator } from "@/features/orchestrator/Orchestrator";
import { RecentConversations } from "@/features/orchestrator/RecentConversations";
import { ProjectPage } from "@/features/projects/ProjectPage";

/** A project's page with the studio assistant at its side. */
export function ProjectRoute() {
  const { projectId = "" } = useParams();
  return (
    <ProjectPage
      key={projectId}
      projectId={projectId}
      conversations={<RecentConversations projectId={projectId} />}
      assistant={(project) => <Orchestrator projectId={project.id} projectTitle={project.title} />}
    />
  );
}
