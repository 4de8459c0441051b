import { useEffect } from "react";
import { text } from "@/shared/text";

export function usePageTitle(page: string): void {
  useEffect(() => {
    document.title = text.title(page);
  }, [page]);
}
