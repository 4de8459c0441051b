import { createContext, useContext, type ReactNode } from "react";
import { useResourceContext } from "react-admin";
import type { Collection } from "./api/declarations";

const Collections = createContext<Collection[]>([]);

export function Declared({ collections, children }: { collections: Collection[]; children: ReactNode }) {
  return <Collections value={collections}>{children}</Collections>;
}

export function useCollections(): Collection[] {
  return useContext(Collections);
}

/** The collection of that name, if it is declared; it may be related to and not be there. */
export function useCollection(slug: string | undefined): Collection | undefined {
  return useCollections().find((one) => one.slug === slug);
}

/** The collection whose page this is. */
export function useThisCollection(): Collection {
  const slug = useResourceContext();
  const found = useCollection(slug);
  if (!found) throw new Error(`There is no collection ${String(slug)}.`);
  return found;
}
