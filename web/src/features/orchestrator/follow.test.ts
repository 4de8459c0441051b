import { afterEach, expect, test, vi } from "vitest";
import type { StreamEvent } from "@/shared/api/types";
import { follow } from "./follow";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const frame = (seq: number, event: object) =>
  `id: RUN:${seq}\ndata: ${JSON.stringify({ timestamp: 1, ...event })}\n\n`;
const token = (seq: number, said: string) => frame(seq, { type: "token", data: { token: said } });
const complete = (seq: number) => frame(seq, { type: "complete", data: { success: true, message: "" } });
const stream = (...parts: string[]) =>
  new Response(parts.join(""), { headers: { "Content-Type": "text/event-stream" } });

/** Answers the requests in turn; a function throws as a broken network does. */
function serve(...answers: (Response | Error)[]) {
  const asked: (string | null)[] = [];
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get("Last-Event-ID"));
    const answer = answers.shift();
    return answer instanceof Response
      ? Promise.resolve(answer)
      : Promise.reject(answer ?? new TypeError("down"));
  });
  return asked;
}

async function run() {
  vi.useFakeTimers();
  const said: string[] = [];
  const links: string[] = [];
  const onEvent = (event: StreamEvent) => void (event.type === "token" && said.push(event.data.token));
  const ended = follow(
    "/stream",
    { onEvent, onLink: (link) => links.push(link) },
    new AbortController().signal,
  );
  const outcome = ended.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return { outcome: await outcome, text: said.join(""), links };
}

test("a cut stream goes on after the last event, and repeats are dropped", async () => {
  const asked = serve(
    stream(token(1, "Once "), token(2, "upon ")),
    new TypeError("network down"),
    stream(token(2, "upon "), token(3, "a time"), complete(4)),
  );

  const { outcome, text, links } = await run();

  expect(text).toBe("Once upon a time");
  expect(outcome).toBe(true);
  expect(asked).toEqual([null, "RUN:2", "RUN:2"]);
  expect(links).toEqual(["open", "lost", "lost", "open"]);
});

test("204 says that there is nothing more", async () => {
  serve(new Response(null, { status: 204 }));

  expect((await run()).outcome).toBe(false);
});

test("a server in trouble is asked again, a refusal is not", async () => {
  const trouble = new Response("{}", { status: 503 });
  const down = new Response(JSON.stringify({ code: "INTERNAL_ERROR", retryable: false }), { status: 502 });
  const refusal = new Response(
    JSON.stringify({ error: "There is no such run.", code: "RUN_NOT_FOUND", retryable: false }),
    {
      status: 404,
    },
  );
  const asked = serve(trouble, down, refusal);

  expect((await run()).outcome).toMatchObject({ status: 404, message: "There is no such run." });
  expect(asked).toHaveLength(3);
});
