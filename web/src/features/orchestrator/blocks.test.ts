import { expect, test } from "vitest";
import { blocksOf } from "./blocks";

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
