import { useState } from "react";
import { Link, useParams } from "react-router";
import type { Gathered } from "@/shared/api/types";
import { ApiError } from "@/shared/api/errors";
import { readItem } from "@/shared/brain/api";
import { ConflictCard } from "@/shared/brain/ConflictCard";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import type { Item } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Notice } from "@/shared/ui/Notice";
import { DeleteItem } from "./DeleteItem";
import { Duplicates } from "./Duplicates";

const ENTITIES_SHOWN = 12;

interface Props {
  gathered: Gathered;
  mayDecide: boolean;
}

/** What became of something that was brought in, and what is left to decide about it. */
export function GatherResult({ gathered, mayDecide }: Props) {
  const { projectId = "" } = useParams();
  const { gatherItemId, summary, context, duplicates, conflicts, iterationCount, unfinished } = gathered;
  const [found, again] = useLoad(gatherItemId, (signal) => readItem(gatherItemId, signal));
  const item = found.data;
  const gone = found.error instanceof ApiError && found.error.status === 404;
  return (
    <div data-testid="gather-result" className="mt-3 flex flex-col gap-5">
      <section className="flex flex-col gap-3 rounded-xl border border-line bg-raised p-4">
        <Part title={text.modes.data.summary}>
          <p className="font-medium break-words">{summary}</p>
        </Part>
        {context && (
          <Part title={text.modes.data.context}>
            <p className="break-words text-soft">{context}</p>
          </Part>
        )}
        {!gone && item?.entities && item.entities.length > 0 && (
          <Part title={text.modes.data.entities}>
            <Entities projectId={projectId} entities={item.entities} />
          </Part>
        )}
        <p className="slate-face text-xs text-faint">
          {[text.modes.data.counts(gathered.counts), text.modes.data.rounds(iterationCount)]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </section>
      {item && mayDecide && !gone && (
        <DeleteItem item={gatherItemId} name={item.name || summary} onDeleted={again} />
      )}
      {gone && <p className="text-faint">{text.modes.data.gone}</p>}
      {unfinished.length > 0 && !gone && <Notice tone="info">{unfinished.join(" ")}</Notice>}
      {gathered.brainState === "pending" && !gone && (
        <Notice tone="info">{text.modes.data.pendingBrain}</Notice>
      )}
      {duplicates.length > 0 && !gone && (
        <Duplicates
          item={gatherItemId}
          duplicates={duplicates}
          resolution={item?.resolution ?? null}
          mayDecide={mayDecide && found.status !== "loading"}
          onResolved={again}
        />
      )}
      {conflicts.length > 0 && !gone && (
        <section className="flex flex-col gap-2">
          <h3 className="text-[0.8125rem] font-semibold text-soft">{text.modes.data.conflicts}</h3>
          {conflicts.map((conflict) => (
            <ConflictCard key={conflict.id} {...{ projectId, conflict, mayDecide }} level={4} fresh />
          ))}
        </section>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 text-[0.8125rem] font-medium text-faint">{title}</h3>
      {children}
    </div>
  );
}

interface EntitiesProps {
  projectId: string;
  entities: NonNullable<Item["entities"]>;
}

function Entities({ projectId, entities }: EntitiesProps) {
  const [all, setAll] = useState(false);
  const shown = all ? entities : entities.slice(0, ENTITIES_SHOWN);
  const more = entities.length - shown.length;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {shown.map((entity) => (
        <li key={entity.id}>
          <Link
            to={`/projects/${projectId}/brain?entity=${entity.id}`}
            className="inline-flex min-h-9 pointer-coarse:min-h-11 items-center gap-1.5 rounded-full border border-line px-3 text-[0.8125rem] break-all transition-colors hover:border-edge"
          >
            <EntityIcon type={entity.type} className="size-3.5" />
            {entity.title}
          </Link>
        </li>
      ))}
      {more > 0 && (
        <li>
          <button
            type="button"
            className="min-h-11 px-2 text-[0.8125rem] text-soft underline underline-offset-4"
            onClick={() => setAll(true)}
          >
            {text.modes.data.moreEntities(more)}
          </button>
        </li>
      )}
    </ul>
  );
}
