import { Plus, X } from "lucide-react";
import { useState } from "react";
import { ApiError } from "@/shared/api/errors";
import { ENTITY_TYPES, type Entity, type EntityType } from "@/shared/brain/types";
import { useSubmit } from "@/shared/form/useSubmit";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field, inputLook } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";
import { Notice } from "@/shared/ui/Notice";
import { Select } from "@/shared/ui/Select";
import { changeEntity, createEntity, readEntity } from "./api";
import { changesOf, draftOf, type Written, writtenOf } from "./draft";

const TYPES = ENTITY_TYPES.map((type) => [type, text.brain.types[type]] as const);

interface Props {
  projectId: string;
  /** What is to be changed; without it a new one is made. */
  entity?: Entity;
  onClose: () => void;
  onSaved: (entity: Entity) => void;
}

/** Writes an entity by hand. When somebody else was faster, what was written stays and can be saved over the newest. */
export function EntityForm({ projectId, entity, onClose, onSaved }: Props) {
  const [base, setBase] = useState(entity ?? null);
  const [values, setValues] = useState<Written>(() => writtenOf(entity));
  const [stale, setStale] = useState(false);
  const words = text.brain.form;
  const set = (changes: Partial<Written>) => setValues((before) => ({ ...before, ...changes }));

  const { faults, problem, busy, onSubmit } = useSubmit(
    async () => {
      try {
        onSaved(
          base
            ? await changeEntity(projectId, base.id, base.version, changesOf(values, base))
            : await createEntity(projectId, draftOf(values)),
        );
      } catch (error) {
        setStale(error instanceof ApiError && error.status === 412);
        throw error;
      }
    },
    () => ({ title: values.title.trim() ? undefined : words.required }),
  );

  async function takeNewest() {
    const newest = await readEntity(projectId, base!.id).catch(() => null);
    if (!newest) return;
    setBase(newest);
    setStale(false);
  }

  return (
    <Dialog title={entity ? words.editTitle : words.createTitle} onClose={onClose}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        {stale ? (
          <Notice>
            <p>{words.stale}</p>
            <Button className="mt-3 whitespace-normal" onClick={() => void takeNewest()}>
              {words.staleAction}
            </Button>
          </Notice>
        ) : (
          problem && base?.version === entity?.version && <Notice>{problem}</Notice>
        )}
        <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_10rem]">
          <Field label={words.title} error={faults.title}>
            {(wiring) => (
              <input
                {...wiring}
                name="title"
                data-autofocus
                maxLength={200}
                className={inputLook}
                value={values.title}
                onChange={(event) => set({ title: event.target.value })}
              />
            )}
          </Field>
          <Field label={words.type} error={faults.type}>
            {(wiring) => (
              <Select
                {...wiring}
                options={TYPES}
                value={values.type}
                onChange={(event) => set({ type: event.target.value as EntityType })}
              />
            )}
          </Field>
        </div>
        <Field label={words.content} hint={words.contentHint} error={faults.content}>
          {(wiring) => (
            <textarea
              {...wiring}
              rows={4}
              maxLength={20_000}
              className={`${inputLook} resize-y`}
              value={values.content}
              onChange={(event) => set({ content: event.target.value })}
            />
          )}
        </Field>
        <Field label={words.aliases} hint={words.aliasesHint} error={faults.aliases}>
          {(wiring) => (
            <input
              {...wiring}
              className={inputLook}
              value={values.aliases}
              onChange={(event) => set({ aliases: event.target.value })}
            />
          )}
        </Field>
        <FactRows facts={values.facts} onChange={(facts) => set({ facts })} />
        <div className="flex flex-wrap justify-end gap-3">
          <Button kind="plain" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button kind="primary" type="submit" busy={busy} disabled={stale}>
            {base ? words.save : words.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface FactProps {
  facts: Written["facts"];
  onChange: (facts: Written["facts"]) => void;
}

/** The facts that are written by hand. What the sources say is not changed here. */
function FactRows({ facts, onChange }: FactProps) {
  const words = text.brain.form;
  const put = (at: number, part: Partial<Written["facts"][number]>) =>
    onChange(facts.map((fact, index) => (index === at ? { ...fact, ...part } : fact)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">{words.facts}</legend>
      {facts.map((fact, at) => (
        <div key={at} className="flex items-center gap-2">
          <input
            aria-label={words.attribute}
            placeholder={words.attributeExample}
            maxLength={100}
            className={`${inputLook} max-w-36`}
            value={fact.attribute}
            onChange={(event) => put(at, { attribute: event.target.value })}
          />
          <input
            aria-label={words.value}
            placeholder={words.valueExample}
            maxLength={2_000}
            className={`${inputLook} min-w-0 flex-1`}
            value={fact.value}
            onChange={(event) => put(at, { value: event.target.value })}
          />
          <IconButton
            label={words.dropFact}
            onClick={() => onChange(facts.filter((_, index) => index !== at))}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <Button
        kind="plain"
        className="-ml-4 self-start"
        onClick={() => onChange([...facts, { attribute: "", value: "" }])}
      >
        <Plus aria-hidden="true" />
        {words.addFact}
      </Button>
    </fieldset>
  );
}
