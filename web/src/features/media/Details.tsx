import { Check } from "lucide-react";
import { useState } from "react";
import type { Media, MediaType } from "@/shared/api/types";
import { useSubmit } from "@/shared/form/useSubmit";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Field, inputLook } from "@/shared/ui/Field";
import { Notice } from "@/shared/ui/Notice";
import { Select } from "@/shared/ui/Select";
import { changeMedia } from "./api";
import { TYPES } from "./MediaFilters";

/** What people say about a file: its kind, what it shows, and words to find it by. */
export function Details({ media, onChanged }: { media: Media; onChanged: (media: Media) => void }) {
  const [values, setValues] = useState({
    mediaType: media.mediaType,
    description: media.description ?? "",
    tags: (media.tags ?? []).join(", "),
  });
  const { faults, problem, done, busy, onSubmit } = useSubmit(async () =>
    onChanged(await changeMedia(media.id, { ...values, tags: tagsOf(values.tags) })),
  );
  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      {problem && <Notice>{problem}</Notice>}
      <Field label={text.media.type} error={faults.mediaType}>
        {(wiring) => (
          <Select
            {...wiring}
            options={TYPES}
            value={values.mediaType}
            onChange={(event) => setValues({ ...values, mediaType: event.target.value as MediaType })}
          />
        )}
      </Field>
      <Field label={text.media.description} hint={text.media.descriptionHint} error={faults.description}>
        {(wiring) => (
          <textarea
            {...wiring}
            rows={3}
            className={`${inputLook} resize-y`}
            value={values.description}
            onChange={(event) => setValues({ ...values, description: event.target.value })}
          />
        )}
      </Field>
      <Field label={text.media.tags} hint={text.media.tagsHint} error={faults.tags}>
        {(wiring) => (
          <input
            {...wiring}
            className={inputLook}
            value={values.tags}
            onChange={(event) => setValues({ ...values, tags: event.target.value })}
          />
        )}
      </Field>
      <div className="flex items-center gap-4">
        <Button type="submit" busy={busy}>
          {text.media.save}
        </Button>
        <p role="status" className="flex items-center gap-2 text-good empty:hidden">
          {done && (
            <>
              <Check className="size-4" aria-hidden="true" />
              {text.media.saved}
            </>
          )}
        </p>
      </div>
    </form>
  );
}

/** For those who may only look. */
export function DetailsShown({ media }: { media: Media }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-faint">{text.media.types[media.mediaType]}</p>
      {media.description && <p className="break-words whitespace-pre-line">{media.description}</p>}
      {media.tags && media.tags.length > 0 && (
        <ul aria-label={text.media.tags} className="flex flex-wrap gap-1.5">
          {media.tags.map((tag) => (
            <li key={tag} className="rounded-md bg-hover px-2 py-0.5 text-[0.8125rem]">
              {tag}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function tagsOf(written: string): string[] {
  const tags = written
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  return [...new Set(tags)];
}
