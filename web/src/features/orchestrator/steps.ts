import type { Progress } from "@/shared/api/types";

/** How far a piece of work is: a stage, and where it counts, how many of how many. */
export interface Step {
  name: string;
  done: number | null;
  of: number | null;
  /** What is counted: `passages`, `rounds`. */
  unit: string;
  /** What came of it so far. */
  pages: number;
  found: number | null;
}

/** What a `step` event tells; null when it tells nothing that can be shown. */
export function stepOf(data: Progress): Step | null {
  if (typeof data.step !== "string" || data.step === "") return null;
  return {
    name: data.step,
    done: numberOf(data.done),
    of: numberOf(data.of),
    unit: typeof data.unit === "string" ? data.unit : "",
    pages: numberOf(data.pages) ?? 0,
    found: numberOf(data.found),
  };
}

/** A stage that is told again goes on in its place. */
export function withStep(steps: Step[], step: Step): Step[] {
  const known = steps.some((one) => one.name === step.name);
  return known ? steps.map((one) => (one.name === step.name ? step : one)) : [...steps, step];
}

/** Whether there is nothing left to do in it, as far as it tells. */
export function isThrough(step: Step): boolean {
  return step.found !== null || (step.of !== null && step.of > 0 && step.done === step.of);
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}
