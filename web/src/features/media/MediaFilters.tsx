import { Tag } from "lucide-react";
import { text } from "@/shared/text";
import { SearchField } from "@/shared/ui/SearchField";
import { Select } from "@/shared/ui/Select";
import type { Filter } from "./api";

export const TYPES = Object.entries(text.media.types);
const STATUSES = Object.entries(text.media.statuses);

export function MediaFilters({ filter, onChange }: { filter: Filter; onChange: (next: Filter) => void }) {
  return (
    <div role="search" className="grid grid-cols-2 gap-3 lg:grid-cols-[minmax(0,1fr)_10rem_12rem_11rem]">
      <SearchField
        label={text.media.search}
        className="max-lg:col-span-2"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <SearchField
        label={text.media.tag}
        className="max-lg:col-span-2 max-sm:col-span-2"
        icon={<Tag aria-hidden="true" />}
        value={filter.tag}
        onChange={(tag) => onChange({ ...filter, tag })}
      />
      <Select
        aria-label={text.media.type}
        empty={text.media.anyType}
        options={TYPES}
        value={filter.type}
        onChange={(event) => onChange({ ...filter, type: event.target.value })}
      />
      <Select
        aria-label={text.media.status}
        empty={text.media.anyStatus}
        options={STATUSES}
        value={filter.status}
        onChange={(event) => onChange({ ...filter, status: event.target.value })}
      />
    </div>
  );
}
