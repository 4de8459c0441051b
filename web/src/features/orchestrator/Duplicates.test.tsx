import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { Duplicates } from "./Duplicates";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const duplicates = [
  { id: "old1", similarity: 0.91, suggestion: "merge" as const },
  { id: "old2", similarity: 0.74, suggestion: "review" as const },
];

test("each may be skipped, merged or kept, and what is advised says so", async () => {
  const sent: [string, unknown][] = [];
  vi.stubGlobal("fetch", (url: string, { body }: RequestInit) => {
    if (body) sent.push([url, JSON.parse(body as string)]);
    const docs = [{ id: "old1", summary: "Maya is an astronomer." }];
    return Promise.resolve(new Response(JSON.stringify({ docs })));
  });
  const resolved = vi.fn();
  render(<Duplicates item="new" duplicates={duplicates} resolution={null} mayDecide onResolved={resolved} />);
  await screen.findByText("Maya is an astronomer.");
  expect(screen.getAllByTestId("duplicate-card")).toHaveLength(2);
  expect(screen.getAllByText("advised")).toHaveLength(1);

  await userEvent.click(screen.getAllByTestId("duplicate-merge")[0]!);

  await waitFor(() => expect(resolved).toHaveBeenCalledOnce());
  expect(sent).toEqual([["/api/v1/orchestrator/data/new/resolve", { action: "merge", with: "old1" }]]);
});

test("what is decided is said and cannot be decided again", () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));

  render(
    <Duplicates
      item="new"
      duplicates={duplicates}
      resolution={{ action: "skip" }}
      mayDecide
      onResolved={vi.fn()}
    />,
  );

  expect(screen.getByTestId("resolution").textContent).toContain("Skipped");
  expect(screen.queryByTestId("duplicate-merge")).toBeNull();
});
