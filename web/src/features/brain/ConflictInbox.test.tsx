import { act, cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { brainChanged } from "@/shared/brain/changed";
import { ConflictInbox } from "./ConflictInbox";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const side = { value: "28", sources: [{ label: "Draft", item: "i1" }] };
const about = (id: string, entityTitle: string) => ({
  ...{
    id,
    entityTitle,
    entity: id,
    entityType: "character",
    attribute: "age",
    state: "open",
    a: side,
    b: side,
  },
  ...{ decision: null, decidedValue: null, createdAt: null },
});

test("what is brought in beside it is added, and what was there stays where it is", async () => {
  let docs: object[] = [];
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify({ docs, totalDocs: docs.length, hasNextPage: false }))),
  );
  const names = () => screen.queryAllByRole("heading", { level: 2 }).map((one) => one.textContent);
  render(
    <MemoryRouter>
      <ConflictInbox projectId="p1" mayDecide={false} onDecided={() => undefined} />
    </MemoryRouter>,
  );
  await screen.findByRole("heading", { name: "No contradictions" });

  docs = [about("c1", "Maya")];
  act(brainChanged);
  await screen.findByRole("heading", { name: /Maya/ });
  docs = [about("c2", "Bo")];
  act(brainChanged);
  await screen.findByRole("heading", { name: /Bo/ });

  expect(names()).toEqual([expect.stringContaining("Maya"), expect.stringContaining("Bo")]);
});
