import { expect, test } from "vitest";
import { type Frame, frames } from "./sse";

const bytes = new TextEncoder().encode(
  'retry: 1000\r\n\r\nid: R:1\r\ndata: {"token":"Ça 🎬\u2028"}\r\n\r\n: still here\r\n\r\nid: R:2\ndata: two\ndata: lines\n\nid: R:3\rdata: old style\r\rid: R:4\ndata: cut',
);

async function read(chunks: Uint8Array[]): Promise<(Frame | null)[]> {
  const body = new ReadableStream<Uint8Array>({
    start(control) {
      chunks.forEach((chunk) => control.enqueue(chunk));
      control.close();
    },
  });
  const all: (Frame | null)[] = [];
  for await (const frame of frames(body)) all.push(frame);
  return all;
}

const EXPECTED = [
  { id: "R:1", data: '{"token":"Ça 🎬\u2028"}' },
  null,
  { id: "R:2", data: "two\nlines" },
  { id: "R:3", data: "old style" },
];

test("a stream reads the same wherever its bytes are cut", async () => {
  for (let at = 0; at <= bytes.length; at++)
    expect(await read([bytes.slice(0, at), bytes.slice(at)]), `cut at ${at}`).toEqual(EXPECTED);
});

test("a stream that comes byte by byte reads the same", async () => {
  expect(await read(Array.from(bytes, (_, at) => bytes.slice(at, at + 1)))).toEqual(EXPECTED);
});
