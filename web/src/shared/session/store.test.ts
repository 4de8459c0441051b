import { beforeEach, expect, test } from "vitest";
import { leftOnPurpose, signedOut, useSession } from "@/shared/session/store";

beforeEach(() => {
  useSession.setState({ status: "signedIn", user: { id: "1" } as never, exp: null }, true);
});

test("a session that ended brings its user back to where they were", () => {
  signedOut();
  expect(useSession.getState()).toMatchObject({ status: "anonymous", ended: true });
  expect(useSession.getState()).not.toHaveProperty("left");
});

test("whoever signs out leaves no way back, also when late answers say that the session is gone", () => {
  leftOnPurpose();
  signedOut();
  expect(useSession.getState()).toMatchObject({ status: "anonymous", ended: false, left: true });
});
