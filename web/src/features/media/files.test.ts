import { expect, test } from "vitest";
import type { Media, MediaVersion } from "@/shared/api/types";
import { filesOf, savingAddress } from "./files";

const version = (id: string, url: string, status: Media["status"]) =>
  ({ id, version: { url, status } }) as MediaVersion;

test("each file that was shown is one version, the newest first", () => {
  const versions = [
    version("6", "/c", "processing"),
    version("5", "/b", "active"),
    version("4", "/b", "active"),
    version("3", "/a", "active"),
    version("2", "/x", "failed"),
    version("1", "/a", "processing"),
  ];

  expect(filesOf(versions).map((one) => one.id)).toEqual(["5", "3"]);
});

test("a file is saved as one, whatever the browser could show", () => {
  expect(savingAddress("/api/media/file/a%20b.png?prefix=1")).toBe(
    "/api/media/file/a%20b.png?prefix=1&download=true",
  );
  expect(savingAddress("/api/media/file/a.png")).toBe("/api/media/file/a.png?download=true");
});
