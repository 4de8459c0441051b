import { expect, test } from "vitest";
import type { Entity, Source } from "@/shared/brain/types";
import { changesOf, draftOf, writtenOf } from "./draft";

const gathered: Source = {
  label: "Draft",
  item: "i1",
  page: 3,
  shot: null,
  timecode: null,
  quote: "MAYA (28)",
};
const byHand: Source = {
  label: "Written by hand",
  item: null,
  page: null,
  shot: null,
  timecode: null,
  quote: "",
};
const named: Source = { label: "Series bible", item: null, page: 4, shot: null, timecode: null, quote: "" };
const maya: Entity = {
  id: "e1",
  type: "character",
  title: "Maya",
  content: "An astronomer.",
  aliases: ["Dr Okafor"],
  facts: [
    { attribute: "age", value: "28", inferred: false, source: gathered },
    { attribute: "nickname", value: "Starling", inferred: false, source: byHand },
    { attribute: "eyes", value: "brown", inferred: false, source: named },
  ],
  sources: [gathered],
  manual: false,
  version: 3,
};

test("only what was changed is sent, so that what others changed stays", () => {
  expect(changesOf({ ...writtenOf(maya), content: "A sailor." }, maya)).toEqual({ content: "A sailor." });
});

test("facts of sources are not written over; those by hand keep the place that was named", () => {
  const { facts } = draftOf(writtenOf(maya));

  expect(facts).toEqual([
    { attribute: "nickname", value: "Starling" },
    {
      attribute: "eyes",
      value: "brown",
      source: { label: "Series bible", page: 4, shot: null, timecode: null, quote: "" },
    },
  ]);
});

test("names are told apart by commas, blank rows drop out", () => {
  const written = {
    ...writtenOf(undefined),
    title: " Lamp ",
    aliases: "the lamp, , the lamp",
    facts: [{ attribute: "age", value: " " }],
  };

  expect(draftOf(written)).toMatchObject({ title: "Lamp", aliases: ["the lamp"], facts: [] });
});
