import type { AspectRatio, Audience, Genre, Phase, ProjectStatus } from "@/shared/api/types";
import { text } from "@/shared/text";

const pairs = <K extends string>(labels: Record<K, string>) => Object.entries(labels) as [K, string][];

export const GENRES = pairs<Genre>(text.projects.genres);
export const STATUSES = pairs<ProjectStatus>(text.projects.statuses);
export const AUDIENCES = pairs<Audience>(text.projects.audiences);
export const PHASES = pairs<Phase>(text.projects.phases);
export const ASPECTS: readonly (readonly [AspectRatio, string])[] = (
  ["16:9", "21:9", "4:3", "1:1", "9:16"] as const
).map((ratio) => [ratio, ratio] as const);

/** The CSS `aspect-ratio` of a frame. */
export function frameOf(ratio: AspectRatio | null | undefined): string {
  return (ratio ?? "16:9").replace(":", " / ");
}
