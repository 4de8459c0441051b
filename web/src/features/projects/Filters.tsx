import { text } from "@/shared/text";
import { SearchField } from "@/shared/ui/SearchField";
import { Select } from "@/shared/ui/Select";
import type { Filter } from "./api";
import { GENRES, STATUSES } from "./vocabulary";

export function Filters({ filter, onChange }: { filter: Filter; onChange: (next: Filter) => void }) {
  return (
    <div role="search" className="grid grid-cols-2 gap-3 sm:grid-cols-[minmax(0,1fr)_12rem_12rem]">
      <SearchField
        label={text.projects.search}
        className="col-span-2 sm:col-span-1"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <Select
        aria-label={text.projects.status}
        empty={text.projects.anyStatus}
        options={STATUSES}
        value={filter.status}
        onChange={(event) => onChange({ ...filter, status: event.target.value })}
      />
      <Select
        aria-label={text.projects.genre}
        empty={text.projects.anyGenre}
        options={GENRES}
        value={filter.genre}
        onChange={(event) => onChange({ ...filter, genre: event.target.value })}
      />
    </div>
  );
}
