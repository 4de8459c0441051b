import { useState } from "react";
import { Link, useParams } from "react-router";
import type { Gathered } from "@/shared/api/types";
import { ConflictCard } from "@/shared/brain/ConflictCard";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import { text } from "@/shared/text";
import { DuplicateCard } from "./DuplicateCard";

const ENTITIES_SHOWN = 12;

/** What became of something that was brought in, and what is left to decide about it. */
export function GatherResult({ gathered }: { gathered: Gathered }) {
  const { projectId = "" } = useParams();
  const { summary, context, entities, duplicates, conflicts, iterationCount } = gathered;
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
        {entities.length > 0 && (
          <Part title={text.modes.data.entities}>
            <Entities projectId={projectId} entities={entities} />
          </Part>
        )}
        <p className="slate-face text-xs text-faint">{text.modes.data.rounds(iterationCount)}</p>
      </section>
      {duplicates.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-[0.8125rem] font-semibold text-soft">{text.modes.data.duplicates}</h3>
          {duplicates.map((duplicate) => (
            <DuplicateCard key={duplicate.id} item={gathered.gatherItemId} duplicate={duplicate} />
          ))}
        </section>
      )}
      {conflicts.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-[0.8125rem] font-semibold text-soft">{text.modes.data.conflicts}</h3>
          {conflicts.map((conflict) => (
            <ConflictCard key={conflict.id} projectId={projectId} conflict={conflict} mayDecide />
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

function Entities({ projectId, entities }: { projectId: string; entities: Gathered["entities"] }) {
  const [all, setAll] = useState(false);
  const shown = all ? entities : entities.slice(0, ENTITIES_SHOWN);
  const more = entities.length - shown.length;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {shown.map((entity) => (
        <li key={entity.id}>
          <Link
            to={`/projects/${projectId}/brain?entity=${entity.id}`}
            className="inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line px-3 text-[0.8125rem] break-all transition-colors hover:border-edge"
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
