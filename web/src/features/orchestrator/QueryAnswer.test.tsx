import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { Evidence } from "@/shared/api/types";
import type { Finding } from "@/shared/brain/types";
import { GrowingMarkdown, Markdown } from "./Markdown";
import { QueryAnswer } from "./QueryAnswer";

beforeAll(() => {
  // jsdom knows the element but not how to open it.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
});
afterEach(cleanup);

const source = {
  label: "Second draft",
  item: null,
  page: 12,
  shot: "3A",
  timecode: "00:01:02:03",
  quote: "",
};
const finding = (id: string, title: string): Finding => ({
  id,
  type: "character",
  title,
  content: `All about ${title}`,
  relevance: 0.9,
  metadata: { sources: [source], facts: [], path: "Samira –[OWNS]→ Maya" },
});
const results = [finding("a", "Maya"), finding("b", "Samira")];
const evidence: Evidence = {
  results,
  citations: [{ marker: "[2]", id: "a", quote: "MAYA (28) looks up." }],
  degraded: false,
};

function show(said: string, shown: Evidence = evidence, growing = false) {
  render(
    <MemoryRouter>
      <QueryAnswer evidence={shown} runId={null} growing={growing} said={said}>
        {growing ? <GrowingMarkdown source={said} /> : <Markdown source={said} />}
      </QueryAnswer>
    </MemoryRouter>,
  );
}

test("a marker opens what it stands for: passage, place and path", async () => {
  show("She is 28 [2].");

  await userEvent.click(screen.getByRole("button", { name: "Source 2: Maya" }));

  const dialog = screen.getByRole("dialog");
  expect(dialog.textContent).toContain("MAYA (28) looks up.");
  expect(dialog.textContent).toContain("Second draft, page 12, shot 3A, 00:01:02:03");
  expect(dialog.textContent).toContain("Samira – owns → Maya");
});

test("a number that cites nothing stays text, also in code", () => {
  show("See [7] and `list[2]`, and [2].");

  expect(screen.getAllByTestId("citation")).toHaveLength(1);
  expect(screen.getByText(/See \[7\]/)).toBeTruthy();
  expect(screen.getByText("list[2]")).toBeTruthy();
});

test("what was left out is no citation, and says why it is not there", () => {
  show("She is […] years old [2].\n\n[…]: https://elsewhere.example\n[2]: https://elsewhere.example");

  expect(screen.getAllByTestId("citation")).toHaveLength(1);
  expect(screen.getByText(/She is \[…\] years old/)).toBeTruthy();
  expect(screen.getAllByRole("link").map((one) => one.textContent)).toEqual(["Decide in the inbox"]);
  expect(screen.getByTestId("left-out").textContent).toContain("sources disagree");
});

test("words that a definition would make a link of stay beside their marker", () => {
  show("She is old [as the letter says][2].\n\n[2]: https://elsewhere.example");

  expect(screen.getAllByTestId("citation")).toHaveLength(1);
  expect(screen.getByText(/She is old as the letter says/)).toBeTruthy();
  expect(screen.queryByRole("link")).toBeNull();
});

test("while it is given, markers count through what was found and no cards are shown", () => {
  show("Maya [1], Samira [1, 2]", { ...evidence, citations: [] }, true);

  expect(screen.getAllByTestId("citation").map((one) => one.getAttribute("aria-label"))).toEqual([
    "Source 1: Maya",
    "Source 1: Maya",
    "Source 2: Samira",
  ]);
  expect(screen.queryByTestId("entity-card")).toBeNull();
});

test("cards say how relevant they are and where they are cited; an answer that lacks something says so", () => {
  show("She is 28 [2].", { ...evidence, degraded: true });

  const [maya, samira] = screen.getAllByTestId("entity-card");
  expect(maya!.textContent).toContain("90% relevant");
  expect(maya!.textContent).toContain("Cited as [2]");
  expect(samira!.textContent).not.toContain("Cited");
  expect(screen.getByTestId("degraded")).toBeTruthy();
});
