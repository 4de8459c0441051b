/** How far a piece of work is: a stage, and where it counts, how many of how many. */
export interface Step {
  name: string;
  done: number | null;
  of: number | null;
}

/** What a `step` event tells; null when it tells nothing that can be shown. */
export function stepOf(progress: unknown): Step | null {
  if (typeof progress !== "object" || progress === null) return null;
  const told = progress as Record<string, unknown>;
  if (typeof told.name !== "string" || told.name === "") return null;
  return { name: told.name, done: numberOf(told.done), of: numberOf(told.of) };
}

/** A stage that is told again goes on in its place. */
export function withStep(steps: Step[], step: Step): Step[] {
  const known = steps.some((one) => one.name === step.name);
  return known ? steps.map((one) => (one.name === step.name ? step : one)) : [...steps, step];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}
