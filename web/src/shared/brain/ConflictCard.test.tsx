import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { ConflictCard } from "./ConflictCard";
import type { Conflict } from "./types";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const side = (value: string, label: string) => ({
  value,
  sources: [{ label, item: "i1", page: 3, quote: `Maya is ${value}` }],
});
const conflict: Conflict = {
  id: "c1",
  entity: "e1",
  entityType: "character",
  entityTitle: "Maya",
  attribute: "age",
  state: "open",
  a: side("28", "Draft"),
  b: side("34", "Notes"),
  decision: null,
  decidedValue: null,
  createdAt: null,
};
const decided: Conflict = { ...conflict, state: "resolved", decision: "b", decidedValue: "34" };

function serve(answers: Record<string, [number, unknown]>) {
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", (url: string, { method, body }: RequestInit) => {
    if (body) asked.push(JSON.parse(body as string));
    const [status, answer] = answers[`${method} ${url.split("/data/")[1]}`] ?? [500, {}];
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  });
  return asked;
}

function show(mayDecide = true, settled = vi.fn()) {
  render(
    <MemoryRouter>
      <ConflictCard projectId="p1" conflict={conflict} level={2} mayDecide={mayDecide} onSettled={settled} />
    </MemoryRouter>,
  );
  return settled;
}

test("both values stand side by side with what says them, and one of them is chosen", async () => {
  const asked = serve({ "POST conflicts/c1/resolve": [200, decided] });
  const settled = show();
  expect(screen.getAllByTestId("source").map((one) => one.textContent)).toEqual([
    "Draft, page 3OpenMaya is 28",
    "Notes, page 3OpenMaya is 34",
  ]);

  await userEvent.click(screen.getByRole("button", { name: "This holds: 34" }));

  await screen.findByText("Decided: this holds");
  expect(asked).toEqual([{ choose: "b" }]);
  expect(settled).toHaveBeenCalledWith(decided);
  expect(screen.queryByRole("button", { name: /This holds/ })).toBeNull();
});

test("a third value is taken when neither is right", async () => {
  const own = { ...decided, decision: "value", decidedValue: "31" };
  const asked = serve({ "POST conflicts/c1/resolve": [200, own] });
  show();

  await userEvent.click(screen.getByRole("button", { name: "Neither is right" }));
  await userEvent.type(screen.getByRole("textbox"), " 31 {Enter}");

  await screen.findByText("Decided: 31 holds.");
  expect(asked).toEqual([{ choose: "value", value: "31" }]);
});

test("what somebody else has decided meanwhile is shown as they decided it", async () => {
  const refusal = {
    error: "This conflict has been decided differently.",
    code: "CONFLICT",
    retryable: false,
  };
  serve({ "POST conflicts/c1/resolve": [409, refusal], "GET conflicts/c1": [200, decided] });
  show();

  await userEvent.click(screen.getByRole("button", { name: "This holds: 28" }));

  await screen.findByText("Somebody else has decided this meanwhile.");
  expect(screen.getByTestId("conflict-card").dataset.state).toBe("resolved");
});

test("a failure says why and leaves the choice; whoever may not decide has none", async () => {
  serve({});
  show();
  await userEvent.click(screen.getByRole("button", { name: "This holds: 28" }));
  await waitFor(() => expect(screen.getByRole("alert")).toBeTruthy());
  expect(screen.getByRole("button", { name: "This holds: 28" })).toBeTruthy();
  cleanup();

  show(false);

  expect(screen.queryByRole("button", { name: /This holds|Neither/ })).toBeNull();
});

test("of many that say the same the first are shown, and how many there are", () => {
  const many = { ...conflict, a: { ...conflict.a, sourceCount: 96 } };
  render(
    <MemoryRouter>
      <ConflictCard projectId="p1" conflict={many} level={2} mayDecide />
    </MemoryRouter>,
  );

  expect(screen.getAllByText(/and \d+ more/).map((one) => one.textContent)).toEqual(["and 95 more"]);
});
