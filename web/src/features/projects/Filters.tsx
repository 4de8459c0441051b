import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { inputLook } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
import type { Filter } from "./api";
import { GENRES, STATUSES } from "./vocabulary";

const TYPING_MS = 250;

export function Filters({ filter, onChange }: { filter: Filter; onChange: (next: Filter) => void }) {
  const [typed, setTyped] = useState(filter.search);
  const [known, setKnown] = useState(filter.search);
  if (known !== filter.search) {
    setKnown(filter.search);
    setTyped(filter.search);
  }
  useEffect(() => {
    if (typed === filter.search) return;
    const timer = setTimeout(() => onChange({ ...filter, search: typed }), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div role="search" className="grid grid-cols-2 gap-3 sm:grid-cols-[minmax(0,1fr)_12rem_12rem]">
      <span className="relative col-span-2 block sm:col-span-1">
        <Search className="absolute top-1/2 left-3.5 size-4 -translate-y-1/2 text-faint" aria-hidden="true" />
        <input
          type="search"
          aria-label={text.projects.search}
          placeholder={text.projects.search}
          className={cx(inputLook, "pl-10")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </span>
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
