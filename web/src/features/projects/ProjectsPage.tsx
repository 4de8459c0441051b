import { Archive, Plus } from "lucide-react";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Failure } from "@/shared/ui/Failure";
import { PageHead } from "@/shared/ui/PageHead";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { createProject, type Filter, findProjects } from "./api";
import { ArchivedProject } from "./ArchivedProject";
import { EmptyArchive, EmptyProjects, NoMatch } from "./EmptyProjects";
import { Filters } from "./Filters";
import { ProjectCard, ProjectCardGhost } from "./ProjectCard";
import { ProjectForm } from "./ProjectForm";

const PAGE = 24;
const NOTHING = { search: "", status: "", genre: "" };
const GRID = "grid gap-5 sm:grid-cols-2 lg:grid-cols-3";

export function ProjectsPage() {
  usePageTitle(text.projects.title);
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const [limit, setLimit] = useState(PAGE);
  const [creating, setCreating] = useState(false);
  const filter: Filter = {
    search: params.get("search") ?? "",
    status: params.get("status") ?? "",
    genre: params.get("genre") ?? "",
    archive: params.get("archive") === "true",
  };
  const key = JSON.stringify([filter, limit]);
  const [found, again] = useLoad(key, async (signal) => ({
    archive: filter.archive,
    ...(await findProjects(filter, limit, signal)),
  }));
  const filtered = filter.search !== "" || filter.status !== "" || filter.genre !== "";
  // What was on the other shelf is not shown while this one is looked through.
  const page = found.data?.archive === filter.archive ? found.data : null;
  const nothing = page?.totalDocs === 0 && !filtered && found.status === "ready";
  const untouched = nothing && !filter.archive;

  function setFilter(next: Filter) {
    setLimit(PAGE);
    const told = Object.entries(next).filter(([, value]) => value !== "" && value !== false);
    setParams(Object.fromEntries(told.map(([name, value]) => [name, String(value)])), { replace: true });
  }

  return (
    <div className="mx-auto flex w-full max-w-[76rem] flex-1 flex-col gap-7 px-4 py-8 sm:px-6 sm:py-12">
      <PageHead
        title={filter.archive ? text.projects.archive : text.projects.title}
        count={page && found.status === "ready" ? text.projects.count(page.totalDocs) : ""}
      >
        <Button
          kind="plain"
          aria-pressed={filter.archive}
          className="aria-pressed:bg-hover aria-pressed:text-ink"
          onClick={() => setFilter({ ...filter, archive: !filter.archive })}
        >
          <Archive aria-hidden="true" />
          {text.projects.archive}
        </Button>
        {!untouched && (
          <Button kind="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" />
            {text.projects.create}
          </Button>
        )}
      </PageHead>

      {!nothing && (page !== null || filtered) && <Filters filter={filter} onChange={setFilter} />}

      {found.status === "failed" && (
        <Failure title={text.projects.failed} error={found.error} onRetry={again} />
      )}
      {found.status === "loading" && !page && (
        <div className={GRID} role="status" aria-label={text.projects.loading}>
          {[0, 1, 2].map((at) => (
            <ProjectCardGhost key={at} />
          ))}
        </div>
      )}
      {untouched && <EmptyProjects onCreate={() => setCreating(true)} />}
      {page?.totalDocs === 0 && filtered && found.status === "ready" && (
        <NoMatch onClear={() => setFilter({ ...filter, ...NOTHING })} />
      )}
      {nothing && filter.archive && <EmptyArchive />}
      {page && page.docs.length > 0 && found.status !== "failed" && (
        <ul className={GRID}>
          {page.docs.map((project) => (
            <li key={project.id}>
              {filter.archive ? (
                <ArchivedProject project={project} onChanged={again} />
              ) : (
                <ProjectCard project={project} />
              )}
            </li>
          ))}
        </ul>
      )}
      {page?.hasNextPage && found.status !== "failed" && (
        <Button
          className="self-center"
          busy={found.status === "loading"}
          onClick={() => setLimit(limit + PAGE)}
        >
          {text.projects.more}
        </Button>
      )}
      {creating && (
        <ProjectForm
          onClose={() => setCreating(false)}
          onSubmit={async (draft) => {
            const project = await createProject(draft);
            void navigate(`/projects/${project.id}`);
          }}
        />
      )}
    </div>
  );
}
