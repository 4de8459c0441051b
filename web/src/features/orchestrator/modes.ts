import type { Mode } from "@/shared/api/types";

export const MODES: readonly Mode[] = ["chat", "query", "task", "data"];

/** The mode of this name; chat for anything else. */
export function modeOf(name: string | null): Mode {
  return MODES.find((mode) => mode === name) ?? "chat";
}
