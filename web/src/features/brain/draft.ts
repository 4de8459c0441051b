import type { Entity, EntityType } from "@/shared/brain/types";
import type { Draft } from "./api";

/** An entity as it stands in the fields of its form. */
export interface Written {
  type: EntityType;
  title: string;
  content: string;
  /** Separated by commas. */
  aliases: string;
  facts: Draft["facts"];
}

/** The label that the server gives to what has no source. */
const BY_HAND = "Written by hand";

export function writtenOf(entity: Entity | undefined): Written {
  return {
    type: entity?.type ?? "character",
    title: entity?.title ?? "",
    content: entity?.content ?? "",
    aliases: entity?.aliases.join(", ") ?? "",
    facts: handwritten(entity),
  };
}

/** Blank rows drop out. */
export function draftOf({ type, title, content, aliases, facts }: Written): Draft {
  const names = aliases
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return {
    type,
    title: title.trim(),
    content: content.trim(),
    aliases: [...new Set(names)],
    facts: facts
      .map(({ attribute, value, ...rest }) => ({ attribute: attribute.trim(), value: value.trim(), ...rest }))
      .filter(({ attribute, value }) => attribute !== "" && value !== ""),
  };
}

/** Only what is not as it was, so that what others have changed stays. */
export function changesOf(written: Written, base: Entity): Partial<Draft> {
  const now = draftOf(written);
  const before = draftOf(writtenOf(base));
  const changed = (Object.keys(now) as (keyof Draft)[]).filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]),
  );
  // An answer is an entity also when nothing was to be changed.
  const named: (keyof Draft)[] = changed.length > 0 ? changed : ["title"];
  return Object.fromEntries(named.map((name) => [name, now[name]]));
}

/** What no gathered item says, with the places that people named for it. */
function handwritten(entity: Entity | undefined): Written["facts"] {
  return (entity?.facts ?? [])
    .filter((fact) => !fact.source.item && !fact.inferred)
    .map(({ attribute, value, source: { label, page, shot, timecode, quote } }) =>
      label === BY_HAND
        ? { attribute, value }
        : { attribute, value, source: { label, page, shot, timecode, quote } },
    );
}
