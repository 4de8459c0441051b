import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { User } from "@/shared/api/types";
import { keepSession } from "./keep";
import { signedIn, useSession } from "./store";

const user = { id: "u", email: "u@example.com", name: "U", role: "user" } as User;
const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;
let asked: string[];
let stop: () => void;

function answer(status: number, body: object): void {
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  stop = keepSession();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a session is renewed before it runs out, and not long before", async () => {
  answer(200, { exp: inMinutes(140), user });
  signedIn(user, inMinutes(20));

  await vi.advanceTimersByTimeAsync(8 * 60_000);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(4 * 60_000);

  expect(asked).toEqual(["/api/users/refresh-token"]);
  expect(useSession.getState().exp).toBe(inMinutes(140 - 12));
});

test("a session that cannot be renewed has ended", async () => {
  answer(403, { errors: [{ message: "You are not allowed to perform this action." }] });
  signedIn(user, inMinutes(5));

  await vi.advanceTimersByTimeAsync(2 * 60_000);

  expect(useSession.getState()).toMatchObject({ status: "anonymous", ended: true });
});

test("a network that is away does not end a session", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("down")));
  signedIn(user, inMinutes(5));

  await vi.advanceTimersByTimeAsync(3 * 60_000);

  expect(useSession.getState().status).toBe("signedIn");
});
