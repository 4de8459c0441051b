import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { useBrainChanges } from "@/shared/brain/changed";
import { DeleteItem } from "./DeleteItem";

beforeAll(() => {
  // jsdom knows the element but not how to open it.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function deleted(status: number, answer: unknown) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url}`);
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  });
  const onDeleted = vi.fn();
  render(<DeleteItem item="i1" name="Casting call" onDeleted={onDeleted} />);
  await userEvent.click(screen.getByTestId("delete-item"));
  expect(asked).toEqual([]);
  expect(screen.getByRole("dialog").textContent).toContain("Delete “Casting call”?");
  const [, confirm] = screen.getAllByRole("button", { name: "Delete" });
  await userEvent.click(confirm!);
  return { asked, onDeleted };
}

test("what was brought in is deleted after asking, and whoever shows the Brain hears of it", async () => {
  const before = useBrainChanges.getState().count;

  const { asked, onDeleted } = await deleted(200, {});

  await waitFor(() => expect(onDeleted).toHaveBeenCalled());
  expect(asked).toEqual(["DELETE /api/gatherItems/i1"]);
  expect(useBrainChanges.getState().count).toBe(before + 1);
});

test("what somebody else has deleted meanwhile is deleted", async () => {
  const { onDeleted } = await deleted(404, { errors: [{ message: "Not Found" }] });

  await waitFor(() => expect(onDeleted).toHaveBeenCalled());
});

test("a refusal is told, and nothing is taken for deleted", async () => {
  const { onDeleted } = await deleted(500, { errors: [{ message: "Not now." }] });

  expect(await screen.findByText("Not now.")).toBeTruthy();
  expect(onDeleted).not.toHaveBeenCalled();
});
