import { useState } from "react";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import type { Entity } from "@/shared/brain/types";
import { useSubmit } from "@/shared/form/useSubmit";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field, inputLook } from "@/shared/ui/Field";
import { Notice } from "@/shared/ui/Notice";
import { SearchField } from "@/shared/ui/SearchField";
import { type EntityCard, findEntities, relate } from "./api";

const FORM = /^[A-Z][A-Z0-9_]{0,39}$/;
const USUAL = ["KNOWS", "APPEARS_IN", "LOCATED_AT", "OWNS", "PRECEDES", "DERIVED_FROM"];
const FOUND = 6;

interface Props {
  projectId: string;
  entity: Entity;
  onClose: () => void;
  onSaved: () => void;
}

/** Relates an entity to another one, by hand. */
export function RelationForm({ projectId, entity, onClose, onSaved }: Props) {
  const [type, setType] = useState("");
  const [search, setSearch] = useState("");
  const [other, setOther] = useState<EntityCard | null>(null);
  const [found] = useLoad(`${projectId} ${search}`, (signal) =>
    findEntities(projectId, { search, type: "", page: 1 }, FOUND, signal),
  );
  const name = type.trim().toUpperCase().replace(/\s+/g, "_");
  const check = () => ({
    type: FORM.test(name) ? undefined : text.brain.form.badRelation,
    end: other ? undefined : text.brain.form.otherRequired,
  });
  const { faults, problem, busy, onSubmit } = useSubmit(async () => {
    await relate(projectId, { start: entity.id, type: name, end: other!.id });
    onSaved();
  }, check);

  return (
    <Dialog title={text.brain.form.relationTitle} onClose={onClose}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        {problem && <Notice>{problem}</Notice>}
        <p className="font-medium break-words">{entity.title}</p>
        <Field label={text.brain.form.relationType} hint={text.brain.form.relationHint} error={faults.type}>
          {(wiring) => (
            <>
              <input
                {...wiring}
                data-autofocus
                list="relations-known"
                className={inputLook}
                value={type}
                onChange={(event) => setType(event.target.value)}
              />
              <datalist id="relations-known">
                {USUAL.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 font-medium">{text.brain.form.other}</legend>
          <SearchField label={text.brain.form.otherHint} value={search} onChange={setSearch} />
          <div className="flex flex-wrap gap-1.5" aria-live="polite">
            {found.data?.docs
              .filter((one) => one.id !== entity.id)
              .map((one) => (
                <button
                  key={one.id}
                  type="button"
                  aria-pressed={other?.id === one.id}
                  className="inline-flex min-h-11 max-w-full items-center gap-1.5 rounded-full border border-line px-3 text-[0.8125rem] text-soft transition-colors hover:border-edge aria-pressed:border-tungsten aria-pressed:bg-tungsten-wash aria-pressed:text-ink"
                  onClick={() => setOther(one)}
                >
                  <EntityIcon type={one.type} />
                  <span className="truncate">{one.title}</span>
                </button>
              ))}
          </div>
          {faults.end && (
            <p role="alert" className="text-[0.8125rem] text-bad">
              {faults.end}
            </p>
          )}
        </fieldset>
        <div className="flex flex-wrap justify-end gap-3">
          <Button kind="plain" onClick={onClose}>
            {text.brain.form.cancel}
          </Button>
          <Button kind="primary" type="submit" busy={busy}>
            {text.brain.form.relate}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
