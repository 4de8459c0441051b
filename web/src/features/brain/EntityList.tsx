import { ChevronLeft, ChevronRight } from "lucide-react";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import { sortOf } from "@/shared/brain/sort";
import { ENTITY_TYPES } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { Failure } from "@/shared/ui/Failure";
import { IconButton } from "@/shared/ui/IconButton";
import { SearchField } from "@/shared/ui/SearchField";
import { Select } from "@/shared/ui/Select";
import { type EntityCard, type Filter, findEntities, PASSAGES } from "./api";
import { EmptyBrain } from "./EmptyBrain";

const PAGE = 30;
const TYPES = [...ENTITY_TYPES, PASSAGES].map((type) => [type, text.brain.typesMany[type]] as const);

interface Props {
  projectId: string;
  version: number;
  filter: Filter;
  /** The entity that is open beside the list. */
  current: string | null;
  mayEdit: boolean;
  onFilter: (filter: Filter) => void;
  onOpen: (entity: string) => void;
  onFeed: () => void;
}

export function EntityList({ projectId, version, filter, current, mayEdit, ...on }: Props) {
  const [found, again] = useLoad(JSON.stringify([projectId, version, filter]), (signal) =>
    findEntities(projectId, filter, PAGE, signal),
  );
  const page = found.data;
  const filtered = filter.search !== "" || filter.type !== "";
  const empty = page?.totalDocs === 0 && found.status === "ready";
  const go = (to: number) => on.onFilter({ ...filter, page: to });

  return (
    <div className="flex min-w-0 flex-col gap-4">
      {(!empty || filtered) && (
        <div role="search" className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_12rem]">
          <SearchField
            label={text.brain.search}
            value={filter.search}
            onChange={(search) => on.onFilter({ ...filter, search, page: 1 })}
          />
          <Select
            aria-label={text.brain.form.type}
            empty={text.brain.anyType}
            options={TYPES}
            value={filter.type}
            onChange={(event) => on.onFilter({ ...filter, type: event.target.value, page: 1 })}
          />
        </div>
      )}
      {found.status === "failed" && <Failure title={text.brain.failed} error={found.error} onRetry={again} />}
      {found.status === "loading" && !page && <Ghost />}
      {filter.type === PASSAGES && !empty && (
        <p className="px-3 text-[0.8125rem] text-soft">{text.brain.passagesHint}</p>
      )}
      {empty && (
        <EmptyBrain
          projectId={projectId}
          kind={filtered ? "noMatch" : mayEdit ? "first" : "viewer"}
          onFeed={on.onFeed}
          onPassages={() => on.onFilter({ search: "", type: PASSAGES, page: 1 })}
          onClear={() => on.onFilter({ search: "", type: "", page: 1 })}
        />
      )}
      {page && page.docs.length > 0 && found.status !== "failed" && (
        <ul className="flex flex-col">
          {page.docs.map((entity) => (
            <li key={entity.id} className="border-t border-line first:border-t-0">
              <Row entity={entity} current={entity.id === current} onOpen={() => on.onOpen(entity.id)} />
            </li>
          ))}
        </ul>
      )}
      {page && page.totalPages > 1 && (
        <nav aria-label={text.brain.tabs.list} className="flex items-center justify-center gap-3 text-soft">
          <IconButton
            label={text.brain.previous}
            disabled={filter.page <= 1}
            onClick={() => go(filter.page - 1)}
          >
            <ChevronLeft />
          </IconButton>
          <span className="slate-face" role="status">
            {text.brain.page(page.page, page.totalPages)}
          </span>
          <IconButton
            label={text.brain.next}
            disabled={!page.hasNextPage}
            onClick={() => go(filter.page + 1)}
          >
            <ChevronRight />
          </IconButton>
        </nav>
      )}
    </div>
  );
}

function Row({ entity, current, onOpen }: { entity: EntityCard; current: boolean; onOpen: () => void }) {
  const sort = sortOf(entity);
  return (
    <button
      type="button"
      data-testid="entity-row"
      aria-current={current ? "true" : undefined}
      className={cx(
        "flex min-h-16 w-full items-center gap-3.5 rounded-[10px] px-3 py-2.5 text-left transition-colors hover:bg-hover",
        current && "bg-hover",
      )}
      onClick={onOpen}
    >
      <span className="grid size-9 shrink-0 place-items-center rounded-lg border border-line bg-surface">
        <EntityIcon type={sort} className="size-[1.15rem]" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">{entity.title}</span>
          <span className="shrink-0 text-xs text-faint">{text.brain.types[sort]}</span>
          {entity.manual && (
            <span className="slate-face shrink-0 rounded-md bg-hover px-1.5 text-xs text-soft">
              {text.brain.manual}
            </span>
          )}
        </span>
        {entity.content && (
          <span className="block truncate text-[0.8125rem] text-soft">{entity.content}</span>
        )}
      </span>
      <ChevronRight className="size-4 shrink-0 text-faint" aria-hidden="true" />
    </button>
  );
}

function Ghost() {
  return (
    <div role="status" aria-label={text.brain.loading} className="flex flex-col gap-3">
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <div key={at} className="shimmer h-14 rounded-[10px]" />
      ))}
    </div>
  );
}
