import { useOutletContext } from "react-router";
import { BrainPage } from "@/features/brain/BrainPage";
import type { OpenProject } from "@/features/projects/ProjectFrame";

export function BrainRoute() {
  const { project, mayEdit } = useOutletContext<OpenProject>();
  return <BrainPage key={project.id} project={project} mayEdit={mayEdit} />;
}
