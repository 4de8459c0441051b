import { type FormEvent, useState } from "react";
import { ApiError, sentenceOf } from "@/shared/api/errors";
import type { AspectRatio, Audience, Genre, Project, ProjectDraft, ProjectStatus } from "@/shared/api/types";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field, inputLook } from "@/shared/ui/Field";
import { focusFirstInvalid } from "@/shared/ui/focusFirstInvalid";
import { Notice } from "@/shared/ui/Notice";
import { Select } from "@/shared/ui/Select";
import { checkProject, heldByPlan, maxEpisodes, type ProjectValues, usualEpisodes } from "./check";
import { ASPECTS, AUDIENCES, GENRES, STATUSES } from "./vocabulary";

interface Props {
  project?: Project;
  onSubmit: (draft: ProjectDraft) => Promise<void>;
  onClose: () => void;
}

/** Creates a project, or edits the one that is given. What the server refuses is shown at its field. */
export function ProjectForm({ project, onSubmit, onClose }: Props) {
  const user = useSession((state) => state.user);
  const max = maxEpisodes(user);
  const [values, setValues] = useState<ProjectValues>(() => ({
    title: project?.title ?? "",
    genre: project?.genre ?? "",
    episodeCount: String(project?.episodeCount ?? usualEpisodes(max)),
    targetAudience: project?.targetAudience ?? "family",
    description: project?.description ?? "",
    aspectRatio: project?.projectSettings?.aspectRatio ?? "16:9",
    status: project?.status ?? "concept",
  }));
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const set = (field: keyof ProjectValues) => (event: { target: { value: string } }) =>
    setValues({ ...values, [field]: event.target.value });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const found = checkProject(values, max);
    setFaults(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return focusFirstInvalid(form);
    setBusy(true);
    try {
      await onSubmit(asDraft(values, project !== undefined));
    } catch (error) {
      setBusy(false);
      const fields = error instanceof ApiError ? error.fields : {};
      setFaults(fields);
      setProblem(problemOf(error, fields, project === undefined));
      focusFirstInvalid(form);
    }
  }

  return (
    <Dialog title={project ? text.form.editTitle : text.form.createTitle} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        {problem && <Notice>{problem}</Notice>}
        <Field
          label={text.form.titleLabel}
          error={faults.title}
          hint={project ? undefined : text.form.titleHint}
        >
          {(wiring) => (
            <input
              {...wiring}
              name="title"
              data-autofocus
              className={inputLook}
              value={values.title}
              onChange={set("title")}
            />
          )}
        </Field>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label={text.form.genre} error={faults.genre}>
            {(wiring) => (
              <Select
                {...wiring}
                name="genre"
                options={GENRES}
                empty={text.form.chooseGenre}
                value={values.genre}
                onChange={set("genre")}
              />
            )}
          </Field>
          <Field label={text.form.audience} error={faults.targetAudience}>
            {(wiring) => (
              <Select
                {...wiring}
                name="targetAudience"
                options={AUDIENCES}
                value={values.targetAudience}
                onChange={set("targetAudience")}
              />
            )}
          </Field>
          <Field
            label={text.form.episodes}
            error={faults.episodeCount}
            hint={heldByPlan(max) ? text.form.planEpisodesHint(max) : text.form.episodesHint(max)}
          >
            {(wiring) => (
              <input
                {...wiring}
                name="episodeCount"
                type="number"
                inputMode="numeric"
                min={1}
                max={max}
                className={inputLook}
                value={values.episodeCount}
                onChange={set("episodeCount")}
              />
            )}
          </Field>
          <Field label={text.form.aspect} error={faults["projectSettings.aspectRatio"]}>
            {(wiring) => (
              <Select
                {...wiring}
                name="aspectRatio"
                options={ASPECTS}
                value={values.aspectRatio}
                onChange={set("aspectRatio")}
              />
            )}
          </Field>
          {project && (
            <Field label={text.form.status} error={faults.status}>
              {(wiring) => (
                <Select
                  {...wiring}
                  name="status"
                  options={STATUSES}
                  value={values.status}
                  onChange={set("status")}
                />
              )}
            </Field>
          )}
        </div>
        <Field label={text.form.description} error={faults.description} optional>
          {(wiring) => (
            <textarea
              {...wiring}
              name="description"
              rows={3}
              className={`${inputLook} resize-y`}
              value={values.description}
              onChange={set("description")}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-3 pt-1">
          <Button kind="plain" onClick={onClose}>
            {text.form.cancel}
          </Button>
          <Button kind="primary" type="submit" busy={busy}>
            {project ? text.form.save : text.form.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function problemOf(error: unknown, fields: Record<string, string>, creating: boolean): string {
  // Anybody may make a project: what refuses is the plan.
  if (creating && error instanceof ApiError && error.status === 403)
    return `${error.message} ${text.form.planHint}`;
  if (error instanceof ApiError && error.status === 412) return text.form.stale;
  return Object.keys(fields).length > 0 ? text.form.fix : sentenceOf(error);
}

function asDraft(values: ProjectValues, withStatus: boolean): ProjectDraft {
  return {
    title: values.title.trim(),
    genre: values.genre as Genre,
    episodeCount: Number(values.episodeCount),
    targetAudience: values.targetAudience as Audience,
    description: values.description.trim(),
    projectSettings: { aspectRatio: values.aspectRatio as AspectRatio },
    ...(withStatus ? { status: values.status as ProjectStatus } : {}),
  };
}
