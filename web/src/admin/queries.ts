import { QueryClient } from "@tanstack/react-query";

/** Nothing is asked again by itself while somebody writes: what a form shows is what it will save. */
export const queries = new QueryClient({
  defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 1 } },
});
