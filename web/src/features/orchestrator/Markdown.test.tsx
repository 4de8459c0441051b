import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Markdown } from "./Markdown";

afterEach(cleanup);

test("an image does not load by itself but can be followed", () => {
  const { container } = render(<Markdown source="![a map](https://spy.example/pixel.png)" />);

  expect(container.querySelector("img")).toBeNull();
  expect(screen.getByRole("link").getAttribute("href")).toBe("https://spy.example/pixel.png");
});

test("markup and scripts in an answer stay text", () => {
  const { container } = render(
    <Markdown
      source={'<script>alert(1)</script><img src=x onerror="alert(1)">\n\n[go](javascript:alert(1))'}
    />,
  );

  expect(container.querySelector("script, img, [onerror]")).toBeNull();
  expect(container.querySelector("a")?.getAttribute("href") ?? "").not.toContain("javascript");
});
