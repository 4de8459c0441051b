import { expect, test } from "vitest";
import { familyOf, kindOf, mediaTypeFor } from "./kinds";

test.each([
  ["Mara.PNG", "image", "image/png"],
  ["take 3.final.mov", "video", "video/quicktime"],
  ["pilot.fountain", "document", "text/x-fountain"],
  ["Treatment.docx", "document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
])("%s is a file of the family %s", (name, family, mimeType) => {
  expect(kindOf(name)).toMatchObject({ family, mimeType });
});

test.each(["page.html", "drawing.svg", "all.zip", "README", ".png.exe"])("%s is not taken", (name) => {
  expect(kindOf(name)).toBeNull();
});

test("a file is filed as what is looked at where that fits, else as usual", () => {
  expect(mediaTypeFor("image", "storyboard")).toBe("storyboard");
  expect(mediaTypeFor("audio", "storyboard")).toBe("audio_clip");
  expect(mediaTypeFor("document", "")).toBe("script_document");
});

test("a stored file's family follows from its type", () => {
  expect(["image/png", "video/mp4", "audio/wav", "application/pdf", null].map(familyOf)).toEqual([
    "image",
    "video",
    "audio",
    "document",
    "document",
  ]);
});
