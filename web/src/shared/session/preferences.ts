import type { User } from "@/shared/api/types";
import { useSession } from "./store";

/** What a user prefers in the studio, kept with the account. */
export interface Preferences {
  sendWith: "enter" | "mod";
  sheet: "narrow" | "wide";
}

export function preferencesOf(user: User | null): Preferences {
  const kept = (user?.preferences ?? {}) as Partial<Record<string, unknown>>;
  return {
    sendWith: kept.sendWith === "mod" ? "mod" : "enter",
    sheet: kept.sheet === "wide" ? "wide" : "narrow",
  };
}

export function usePreferences(): Preferences {
  return preferencesOf(useSession((state) => state.user));
}
