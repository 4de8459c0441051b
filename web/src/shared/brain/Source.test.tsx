import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { LeftOut } from "./LeftOut";
import { addressOf, pageOfFile } from "./origin";
import { sortOf } from "./sort";
import { SourceLine } from "./SourceLine";

beforeAll(() => {
  // jsdom scrolls nothing; what browsers give back here is a promise, which no effect may return.
  HTMLElement.prototype.scrollIntoView = () => Promise.resolve() as never;
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

const source = { label: "Notes", item: "i1", page: 2, quote: "Maya is 28" };

async function opened(item: object | null, files: object[] = []) {
  vi.stubGlobal("fetch", (url: string) =>
    Promise.resolve(
      url.startsWith("/api/media")
        ? new Response(JSON.stringify({ docs: files }))
        : new Response(JSON.stringify(item ?? { error: "gone" }), { status: item ? 200 : 404 }),
    ),
  );
  render(
    <MemoryRouter>
      <SourceLine projectId="p1" source={source} />
    </MemoryRouter>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Open Notes, page 2" }));
  return screen.getByRole("dialog");
}

test("what was pasted opens at the passage, which is marked", async () => {
  const dialog = await opened({ id: "i1", content: "So.\nMaya  is 28. She waits." });

  const told = await within(dialog).findByTestId("source-text");
  expect(told.textContent).toBe("So.\nMaya  is 28. She waits.");
  expect(told.querySelector("mark")?.textContent).toBe("Maya  is 28");
  expect(within(dialog).queryByRole("link")).toBeNull();
  await userEvent.click(within(dialog).getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a PDF opens at the page, and its text is marked", async () => {
  const file = { id: "m1", mimeType: "application/pdf", url: "/api/media/file/a.pdf?prefix=1" };
  const dialog = await opened({ id: "i1", mediaId: "m1", extractedText: "Maya is 28." }, [file]);

  const link = await within(dialog).findByRole("link", { name: "Open the file at page 2" });
  expect(link.getAttribute("href")).toBe("/api/media/file/a.pdf?prefix=1&view=true#page=2");
  expect(link.getAttribute("rel")).toBe("noopener noreferrer");
  expect(dialog.querySelector("mark")?.textContent).toBe("Maya is 28");
});

test("a link leads on only where it is one of the web", async () => {
  const dialog = await opened({ id: "i1", documentUrl: "https://example.com/a", extractedText: "Else." });

  const link = await within(dialog).findByRole("link", { name: "Go to example.com" });
  expect(link.getAttribute("rel")).toBe("noopener noreferrer");
  expect(dialog.querySelector("blockquote")?.textContent).toBe("Maya is 28");
  expect(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", null].map(addressOf)).toEqual(
    Array(5).fill(null),
  );
});

test("an earlier version says that it is one", async () => {
  const dialog = await opened({ id: "i1", status: "superseded", content: "Maya is 28." });

  expect(await within(dialog).findByText(/an earlier version/)).toBeTruthy();
  expect(dialog.querySelector("mark")?.textContent).toBe("Maya is 28");
});

test("what has been deleted since says so", async () => {
  const dialog = await opened(null);

  expect(await within(dialog).findByText("It has been deleted since.")).toBeTruthy();
});

test("only PDFs are leafed through", () => {
  expect(pageOfFile({ id: "m", mimeType: "text/plain", url: "/a.txt" }, 2)).toBeNull();
  expect(pageOfFile({ id: "m", mimeType: "application/pdf", url: "/a.pdf" }, null)).toBe("/a.pdf?view=true");
});

test("a passage is one wherever it says so", () => {
  expect(sortOf({ type: "other", metadata: { passage: true } })).toBe("passage");
  expect(sortOf({ type: "other", metadata: { properties: { passage: true } } })).toBe("passage");
  expect(sortOf({ type: "prop", metadata: { passage: "yes" } })).toBe("prop");
  expect(sortOf({ type: "other" })).toBe("other");
});

test("where something was left out, the way to the inbox is shown", () => {
  render(
    <MemoryRouter>
      <LeftOut projectId="p1" among={["Maya is 28.", undefined]} />
      <LeftOut projectId="p2" among={["", "Maya […] waits."]} />
      <LeftOut projectId="p3" among={["Maya is 28."]} undecided={["age: 28 or 34"]} />
    </MemoryRouter>,
  );

  const [gap, dispute, ...more] = screen.getAllByTestId("left-out");
  expect(more).toHaveLength(0);
  expect(gap?.title).toContain("sources disagree");
  expect(dispute?.textContent).toContain("nobody has decided: age: 28 or 34.");
  expect(screen.getAllByRole("link").map((one) => one.getAttribute("href"))).toEqual([
    "/projects/p2/brain?view=conflicts",
    "/projects/p3/brain?view=conflicts",
  ]);
});
