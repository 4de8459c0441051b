import { SlidersHorizontal } from "lucide-react";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import { ENTITY_TYPES, type EntityType } from "@/shared/brain/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { Popover } from "@/shared/ui/Popover";
import { Select } from "@/shared/ui/Select";
import { isUsual, LIMITS, USUAL, useSearchOptions } from "./searchOptions";

const LIMIT_CHOICES = LIMITS.map((limit) => [String(limit), String(limit)] as const);

export function SearchOptionsPopover() {
  const options = useSearchOptions();
  const set = useSearchOptions.setState;

  function toggle(type: EntityType) {
    const { types } = options;
    set({ types: types.includes(type) ? types.filter((one) => one !== type) : [...types, type] });
  }

  return (
    <Popover
      label={text.modes.query.options}
      icon={<SlidersHorizontal />}
      marked={!isUsual(options)}
      className="flex w-[min(20rem,calc(100vw-3rem))] flex-col gap-4"
    >
      <fieldset>
        <legend className="mb-2 font-medium">{text.modes.query.types}</legend>
        <div className="flex flex-wrap gap-1.5">
          {ENTITY_TYPES.map((type) => (
            <button
              key={type}
              type="button"
              aria-pressed={options.types.includes(type)}
              className="inline-flex min-h-11 items-center gap-1.5 rounded-full border border-line px-3 text-[0.8125rem] text-soft transition-colors hover:border-edge aria-pressed:border-tungsten aria-pressed:bg-tungsten-wash aria-pressed:text-ink"
              onClick={() => toggle(type)}
            >
              <EntityIcon type={type} />
              {text.brain.typesMany[type]}
            </button>
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-4">
        <Field label={text.modes.query.limit}>
          {(wiring) => (
            <Select
              {...wiring}
              options={LIMIT_CHOICES}
              value={String(options.limit)}
              onChange={(event) => set({ limit: Number(event.target.value) })}
            />
          )}
        </Field>
        <Field label={text.modes.query.threshold(Math.round(options.threshold * 100))}>
          {(wiring) => (
            <input
              {...wiring}
              type="range"
              min={0}
              max={1}
              step={0.05}
              className="h-11 w-full accent-tungsten"
              value={options.threshold}
              onChange={(event) => set({ threshold: Number(event.target.value) })}
            />
          )}
        </Field>
      </div>
      <Button kind="plain" className="self-end" disabled={isUsual(options)} onClick={() => set(USUAL)}>
        {text.modes.query.reset}
      </Button>
    </Popover>
  );
}
