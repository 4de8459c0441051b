import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { findConflicts } from "@/shared/brain/api";
import { useBrainChanges } from "@/shared/brain/changed";
import type { Project } from "@/shared/api/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { PageHead } from "@/shared/ui/PageHead";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { type Filter, findEntities } from "./api";
import { ConflictInbox } from "./ConflictInbox";
import { EntityForm } from "./EntityForm";
import { EntityList } from "./EntityList";
import { EntityPanel } from "./EntityPanel";
import { useAddress } from "./useAddress";
import { ViewTabs } from "./ViewTabs";

const EVERYTHING: Filter = { search: "", type: "", page: 1 };
const GraphView = lazy(() => import("./GraphView"));

/** What a film knows: its entities as a list and as a graph, one of them in full, and what contradicts itself. */
export function BrainPage({ project, mayEdit }: { project: Project; mayEdit: boolean }) {
  usePageTitle(`${text.brain.title} · ${project.title}`);
  const address = useAddress();
  const [, setParams] = useSearchParams();
  const [adding, setAdding] = useState(false);
  /** Grows when something was changed here. */
  const [own, setOwn] = useState(0);
  const version = own + useBrainChanges((state) => state.count);
  const [all] = useLoad(`${project.id} ${version}`, (signal) =>
    findEntities(project.id, EVERYTHING, 1, signal),
  );
  const [unsettled, countAgain] = useLoad(`${project.id} ${version}`, (signal) =>
    findConflicts(project.id, "open", 1, signal),
  );
  const changed = () => setOwn((before) => before + 1);
  const feed = () => setParams({ chat: "new", mode: "data" }, { preventScrollReset: true });
  const { view, entity } = address;

  return (
    <div className="flex flex-1 flex-col gap-6 pt-6">
      <PageHead
        above={project.title}
        title={text.brain.title}
        count={all.data ? text.brain.count(all.data.totalDocs) : ""}
      >
        {mayEdit && (
          <>
            <Button onClick={() => setAdding(true)}>
              <Plus aria-hidden="true" />
              {text.brain.add}
            </Button>
            <Button kind="primary" onClick={feed}>
              {text.brain.feed}
            </Button>
          </>
        )}
      </PageHead>
      <ViewTabs view={view} conflicts={unsettled.data?.totalDocs ?? 0} onView={address.look} />
      <div
        role="tabpanel"
        id={`view-panel-${view}`}
        aria-labelledby={`view-${view}`}
        className={
          entity && view !== "conflicts"
            ? "grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_25rem]"
            : ""
        }
      >
        {view === "list" && (
          <EntityList
            projectId={project.id}
            version={version}
            filter={address.filter}
            current={entity}
            mayEdit={mayEdit}
            onFilter={address.setFilter}
            onOpen={address.open}
            onFeed={feed}
          />
        )}
        {view === "graph" && (
          <Suspense fallback={<GraphGhost />}>
            <GraphView
              projectId={project.id}
              version={version}
              around={address.around}
              current={entity}
              onOpen={address.open}
              onAround={address.lookAround}
              onList={() => address.look("list")}
            />
          </Suspense>
        )}
        {view === "conflicts" && (
          <ConflictInbox projectId={project.id} mayDecide={mayEdit} onDecided={countAgain} />
        )}
        {entity && view !== "conflicts" && (
          <EntityPanel
            key={entity}
            projectId={project.id}
            entityId={entity}
            mayEdit={mayEdit}
            onOpen={address.open}
            onAround={address.lookAround}
            onChanged={changed}
          />
        )}
      </div>
      {adding && (
        <EntityForm
          projectId={project.id}
          onClose={() => setAdding(false)}
          onSaved={(saved) => {
            setAdding(false);
            changed();
            address.open(saved.id);
          }}
        />
      )}
    </div>
  );
}

function GraphGhost() {
  return (
    <div
      role="status"
      aria-label={text.brain.graph.drawing}
      className="shimmer h-[min(70dvh,40rem)] rounded-2xl"
    />
  );
}
