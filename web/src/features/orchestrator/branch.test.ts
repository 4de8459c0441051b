import { expect, test } from "vitest";
import type { Message } from "@/shared/api/types";
import { leafBelow, lineOf, versionsOf } from "./branch";

function message(seq: number, parent: number | null, role: Message["role"]): Message {
  const id = `c:${seq}`;
  return { id, seq, parent: parent === null ? null : `c:${parent}`, role, content: "", createdAt: "" };
}

// 1 → 2 → 3 → 4, and 5 → 6 as another wording of 3.
const tree = [
  message(1, null, "user"),
  message(2, 1, "assistant"),
  message(3, 2, "user"),
  message(4, 3, "assistant"),
  message(5, 2, "user"),
  message(6, 5, "assistant"),
];
const seqs = (messages: Message[]) => messages.map((one) => one.seq);

test("the newest line is shown, with the versions of its messages beside it", () => {
  expect(seqs(lineOf(tree, null))).toEqual([1, 2, 5, 6]);
  expect(seqs(versionsOf(tree, tree[4]!))).toEqual([3, 5]);
  expect(seqs(versionsOf(tree, tree[0]!))).toEqual([1]);
});

test("an earlier version is read to its own end", () => {
  expect(seqs(lineOf(tree, leafBelow(tree, tree[2]!)))).toEqual([1, 2, 3, 4]);
});

test("a line may begin before the page that was loaded", () => {
  expect(seqs(lineOf(tree.slice(3), null))).toEqual([5, 6]);
});
