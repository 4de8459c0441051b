/** What the Brain knows of a film, and what a question to it or a piece brought to it comes to. */

export const ENTITY_TYPES = ["character", "scene", "location", "prop", "other"] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** Where a piece of knowledge comes from. `page` counts from 1; `item` is null for what somebody wrote by hand. */
export interface Source {
  label: string;
  item?: string | null;
  page?: number | null;
  shot?: string | null;
  timecode?: string | null;
  quote?: string | null;
}

/** One finding of a question. `relevance` is 0 to 1. */
export interface Finding {
  id: string;
  type: EntityType;
  title: string;
  content: string;
  relevance: number;
  /** Without `facts` it is what a message keeps: the run that found it knows more. */
  metadata?: { sources?: Source[]; facts?: Fact[]; path?: string | null; undecided?: string[] } & Record<
    string,
    unknown
  >;
}

/** `marker` is the number that stands in brackets in the answer. */
export interface Citation {
  marker: string | number;
  id: string;
  quote?: string | null;
}

export type Resolution = "skip" | "merge" | "keep";

/** Something that was there before, and is near what was brought in. `similarity` is 0 to 1. */
export interface Duplicate {
  id: string;
  similarity: number;
  suggestion: "skip" | "merge" | "review";
}

/** Something that was brought in. `resolution` is what somebody decided where it may be there twice. */
export interface Item {
  id: string;
  summary?: string | null;
  name?: string | null;
  mediaId?: string | null;
  documentUrl?: string | null;
  imageUrl?: string | null;
  /** What was written, and the beginning of what a file or an address says. */
  content?: string | null;
  extractedText?: string | null;
  /** `superseded`: a later version took its place. */
  status?: string | null;
  entities?: Pick<Entity, "id" | "type" | "title">[] | null;
  resolution?: { action: Resolution; with?: string | null } | null;
}

/** The file that an item was. */
export interface StoredFile {
  id: string;
  filename?: string | null;
  mimeType?: string | null;
  url?: string | null;
}

/** One statement about an entity. `inferred`: a model added it, no source says it. */
export interface Fact {
  attribute: string;
  value: string;
  inferred: boolean;
  source: Source;
}

/** `manual`: somebody made it or changed it by hand. `version` counts changes. */
export interface Entity {
  id: string;
  type: EntityType;
  title: string;
  content: string;
  aliases: string[];
  facts: Fact[];
  sources: Source[];
  manual: boolean;
  version: number;
  /** `passage`: a piece of what was brought in. */
  metadata?: Record<string, unknown> | null;
}

/** `start` –[`type`]→ `end`, by the ids of entities. */
export interface Relation {
  id: string;
  start: string;
  type: string;
  end: string;
  sources: Source[];
  manual: boolean;
}

export interface Graph {
  entities: Pick<Entity, "id" | "type" | "title">[];
  relations: Pick<Relation, "id" | "start" | "type" | "end" | "manual">[];
  truncated: boolean;
}

/** `superseded`: what it says was replaced by something newer from the same origin. */
export type ConflictSource = Source & { superseded?: boolean; inferred?: boolean };

/** One of the two things that are said, with all that says it. */
export interface Side {
  value: string;
  /** Where many conflicts are shown, the first ones of `sourceCount`. */
  sources: ConflictSource[];
  sourceCount?: number;
}

/** `value` is a third one that somebody wrote. */
export type Choice = "a" | "b" | "value";

/**
 * Two sources say different things of one attribute: `a` is what held so far, `b` what contradicts it. Somebody
 * decides. `obsolete`: one of the sources has changed, so that there is nothing to decide any more.
 */
export interface Conflict {
  id: string;
  entity: string;
  entityType: EntityType;
  entityTitle: string;
  attribute: string;
  state: "open" | "resolved" | "obsolete";
  a: Side;
  b: Side;
  decision: Choice | null;
  decidedValue: string | null;
  createdAt: string | null;
}

export interface ConflictPage {
  docs: Conflict[];
  totalDocs: number;
  hasNextPage: boolean;
}
