import { expect, test } from "vitest";
import { blocksOf, withoutLooseEnd } from "./blocks";

test("text is cut between paragraphs, never inside a fence or a list", () => {
  const source = "One.\n\nTwo.\n\n```js\na\n\nb\n```\n\n- x\n\n- y\n\nEnd";

  const blocks = blocksOf(source);

  expect(blocks.join("")).toBe(source);
  expect(blocks.map((block) => block.trim())).toEqual([
    "One.",
    "Two.",
    "```js\na\n\nb\n```\n\n- x\n\n- y",
    "End",
  ]);
});

test.each(["- ", "  * ", "3. ", "## ", "> ", "- **", "**", ""])(
  "a text that stops at %j has no empty item",
  (end) => {
    expect(withoutLooseEnd(`- one\n${end}`)).toBe("- one\n");
  },
);

test.each(["- one", "- **b", "A 3. ", "*a*"])("what was said stays: %j", (end) => {
  expect(withoutLooseEnd(`Yes:\n${end}`)).toBe(`Yes:\n${end}`);
});
