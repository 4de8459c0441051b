import type { User } from "@/shared/api/types";
import { text } from "@/shared/text";

export interface ProjectValues {
  title: string;
  genre: string;
  episodeCount: string;
  targetAudience: string;
  description: string;
  aspectRatio: string;
  status: string;
}

const MOST_EPISODES = 50;
const USUAL_EPISODES = 10;

/** What the user's plan allows for one project; administrators have no plan to keep to. */
export function maxEpisodes(user: User | null): number {
  if (!user || user.role === "admin") return MOST_EPISODES;
  return Math.min(user.subscription?.maxEpisodesPerProject ?? MOST_EPISODES, MOST_EPISODES);
}

/** Whether the plan is why no more episodes may be had. */
export function heldByPlan(max: number): boolean {
  return max < MOST_EPISODES;
}

export function usualEpisodes(max: number): number {
  return Math.min(USUAL_EPISODES, max);
}

/** The server's own rules for the fields of the form, said before it has to. */
export function checkProject(values: ProjectValues, max: number): Record<string, string> {
  const faults: Record<string, string> = {};
  const episodes = Number(values.episodeCount);
  if (values.title.trim() === "") faults.title = text.form.required.title;
  if (values.genre === "") faults.genre = text.form.required.genre;
  if (!Number.isInteger(episodes) || episodes < 1 || episodes > max)
    faults.episodeCount = text.form.badEpisodes(max);
  return faults;
}
