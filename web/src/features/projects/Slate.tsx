import type { Project } from "@/shared/api/types";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";

/** The facts of a film as they stand on a slate: a cell each. */
export function Slate({ project }: { project: Project }) {
  const settings = project.projectSettings;
  const cells = [
    [text.form.genre, text.projects.genres[project.genre]],
    [text.project.episodes, String(project.episodeCount)],
    [text.project.length, settings?.episodeDuration ? text.project.minutes(settings.episodeDuration) : null],
    [text.project.frame, settings?.aspectRatio ?? null],
    [text.project.audience, project.targetAudience ? text.projects.audiences[project.targetAudience] : null],
    [text.project.quality, settings?.qualityTier ? text.projects.tiers[settings.qualityTier] : null],
    [text.project.created, <RelativeTime key="at" at={project.createdAt} />],
  ] as const;
  return (
    <dl
      aria-label={text.project.facts}
      className="mt-8 grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-line bg-line sm:flex"
    >
      {cells
        .filter(([, value]) => value !== null)
        .map(([label, value]) => (
          <div
            key={label}
            className="flex flex-1 flex-col gap-0.5 bg-surface px-5 py-4 max-sm:last:odd:col-span-2"
          >
            <dt className="text-[0.8125rem] text-faint">{label}</dt>
            <dd className="slate-face text-lg leading-snug">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
