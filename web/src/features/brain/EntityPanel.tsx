import { Pencil, Trash2, Waypoints, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/shared/api/errors";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import { Facts } from "@/shared/brain/Facts";
import { LeftOut } from "@/shared/brain/LeftOut";
import { quotesOf } from "@/shared/brain/place";
import { sortOf } from "@/shared/brain/sort";
import { Sources } from "@/shared/brain/Sources";
import type { Entity } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Confirm } from "@/shared/ui/Confirm";
import { Failure } from "@/shared/ui/Failure";
import { IconButton } from "@/shared/ui/IconButton";
import { readEntity, removeEntity } from "./api";
import { EntityForm } from "./EntityForm";
import { Relations } from "./Relations";

/** Where there is no room beside the list. */
const NARROW = "(max-width: 63.99rem)";

interface Props {
  projectId: string;
  entityId: string;
  mayEdit: boolean;
  onOpen: (entity: string | null) => void;
  onAround: (entity: string) => void;
  onChanged: () => void;
}

/** One entity in full, beside what it was opened from; on a small screen below it, scrolled to. */
export function EntityPanel({ projectId, entityId, mayEdit, onOpen, onAround, onChanged }: Props) {
  const panel = useRef<HTMLElement>(null);
  const [loaded, again] = useLoad(`${projectId} ${entityId}`, (signal) =>
    readEntity(projectId, entityId, signal),
  );
  const [saved, setSaved] = useState<Entity | null>(null);
  const [asked, setAsked] = useState<"edit" | "remove" | null>(null);
  const entity = saved ?? loaded.data;
  const there = entity !== null;

  useEffect(() => {
    if (there && matchMedia(NARROW).matches) panel.current?.scrollIntoView({ block: "start" });
  }, [there]);

  return (
    <aside
      ref={panel}
      aria-label={text.brain.entity}
      data-testid="entity-panel"
      className="flex scroll-mt-4 flex-col gap-5 rounded-2xl border border-line bg-surface p-5 max-lg:order-first lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto"
    >
      {loaded.status === "failed" && !entity && (
        <>
          <Close onClose={() => onOpen(null)} />
          {loaded.error instanceof ApiError && loaded.error.status === 404 ? (
            <p className="pb-6 text-center text-soft">{text.brain.gone}</p>
          ) : (
            <Failure title={text.brain.entityFailed} error={loaded.error} onRetry={again} />
          )}
        </>
      )}
      {loaded.status === "loading" && !entity && (
        <div role="status" aria-label={text.brain.loading} className="flex flex-col gap-4">
          <div className="shimmer h-8 w-2/3 rounded-lg" />
          <div className="shimmer h-24 rounded-lg" />
        </div>
      )}
      {entity && (
        <>
          <header className="flex items-start gap-3">
            <span className="mt-1 grid size-9 shrink-0 place-items-center rounded-lg bg-hover">
              <EntityIcon type={sortOf(entity)} className="size-[1.15rem]" />
            </span>
            <div className="min-w-0 flex-1">
              <h2 className="title-face pt-1 text-xl break-words">{entity.title}</h2>
              <p className="text-[0.8125rem] text-faint">
                {text.brain.types[sortOf(entity)]}
                {entity.manual && `, ${text.brain.manual}`}
              </p>
            </div>
            <Close onClose={() => onOpen(null)} />
          </header>
          {entity.aliases.length > 0 && (
            <p className="text-[0.8125rem] break-words text-soft">
              {text.brain.aliases}: {entity.aliases.join(", ")}
            </p>
          )}
          {entity.content && <p className="break-words whitespace-pre-line">{entity.content}</p>}
          <LeftOut projectId={projectId} among={[entity.content, ...quotesOf(entity)]} />
          <Facts
            projectId={projectId}
            facts={entity.facts}
            emptyHint={sortOf(entity) === "passage" ? undefined : text.brain.noFacts}
          />
          {sortOf(entity) !== "passage" && (
            <Relations {...{ projectId, entity, mayEdit, onOpen, onChanged }} />
          )}
          <Sources projectId={projectId} sources={entity.sources} />
          <footer className="flex flex-wrap gap-2 border-t border-line pt-4">
            <Button onClick={() => onAround(entity.id)}>
              <Waypoints aria-hidden="true" />
              {text.brain.graph.focus}
            </Button>
            {mayEdit && (
              <>
                <Button onClick={() => setAsked("edit")}>
                  <Pencil aria-hidden="true" />
                  {text.brain.edit}
                </Button>
                <Button kind="plain" className="text-bad" onClick={() => setAsked("remove")}>
                  <Trash2 aria-hidden="true" />
                  {text.brain.remove}
                </Button>
              </>
            )}
          </footer>
        </>
      )}
      {entity && asked === "edit" && (
        <EntityForm
          projectId={projectId}
          entity={entity}
          onClose={() => setAsked(null)}
          onSaved={(changed) => {
            setSaved(changed);
            setAsked(null);
            onChanged();
          }}
        />
      )}
      {entity && asked === "remove" && (
        <Confirm
          title={text.brain.removeTitle}
          hint={text.brain.removeHint(entity.title)}
          action={text.brain.remove}
          cancel={text.brain.form.cancel}
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await removeEntity(projectId, entity);
            onOpen(null);
            onChanged();
          }}
        />
      )}
    </aside>
  );
}

function Close({ onClose }: { onClose: () => void }) {
  return (
    <IconButton label={text.brain.close} className="-mt-1 -mr-2 ml-auto" onClick={onClose}>
      <X />
    </IconButton>
  );
}
