import { useCallback } from "react";
import { useSearchParams } from "react-router";
import type { Filter } from "./api";

export const VIEWS = ["list", "graph", "conflicts"] as const;
export type View = (typeof VIEWS)[number];

/** What is looked at on the page of the Brain, kept in the address. */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((one) => one === params.get("view")) ?? "list";
  const filter: Filter = {
    search: params.get("search") ?? "",
    type: params.get("type") ?? "",
    page: Math.max(1, Number.parseInt(params.get("page") ?? "1", 10) || 1),
  };

  const set = useCallback(
    (changes: Record<string, string | null>, replace = false) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace, preventScrollReset: true },
      ),
    [setParams],
  );
  const setFilter = useCallback(
    ({ search, type, page }: Filter) => set({ search, type, page: page > 1 ? String(page) : null }, true),
    [set],
  );
  const look = useCallback((to: View) => set({ view: to === "list" ? null : to, around: null }), [set]);
  const open = useCallback((entity: string | null) => set({ entity }), [set]);
  const lookAround = useCallback((entity: string | null) => set({ view: "graph", around: entity }), [set]);
  return {
    view,
    filter,
    entity: params.get("entity"),
    around: params.get("around"),
    setFilter,
    look,
    open,
    lookAround,
  };
}
