import { beforeEach, expect, test } from "vitest";
import type { User } from "@/shared/api/types";
import { leftOnPurpose, signedIn, signedOut } from "@/shared/session/store";
import { addUploads, useUploads } from "./uploads";

const user = (id: string) => ({ id, email: `${id}@film.test` }) as User;
const names = () => useUploads.getState().uploads.map((one) => one.file.name);

beforeEach(() => {
  leftOnPurpose();
  signedIn(user("ada"), null);
  addUploads([new File(["x"], "secret plans.html")], () => ({ project: "film" }));
});

test("what has no place where it is wanted is refused before a byte is sent", () => {
  const [song] = addUploads(
    [new File(["x"], "song.mp3")],
    () => ({ project: "film" }),
    () => "No sound here.",
  );

  expect(song).toMatchObject({ state: "failed", problem: "No sound here.", sent: 0 });
});

test("whoever leaves takes their files along", () => {
  expect(names()).toEqual(["secret plans.html"]);
  leftOnPurpose();
  expect(names()).toEqual([]);
});

test("somebody else does not find them, the same person does", () => {
  signedOut();
  signedIn(user("ada"), null);
  expect(names()).toEqual(["secret plans.html"]);
  signedOut();
  signedIn(user("bo"), null);
  expect(names()).toEqual([]);
});
