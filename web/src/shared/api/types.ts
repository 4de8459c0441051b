/** What the studio's API speaks, by the names used here. `schema.ts` is generated from the OpenAPI document. */
import type { Citation, Conflict, Duplicate, Finding } from "@/shared/brain/types";
import type { components } from "./schema";

type Schema = components["schemas"];
type Filled<T> = NonNullable<T>;

export type User = Schema["User"];
export type Project = Schema["Project"];
export type ProjectDraft = Schema["ProjectCreate"];
export type ProjectChanges = Schema["ProjectUpdate"];
export type ProjectPage = Schema["ProjectPage"];
export type Genre = Project["genre"];
export type ProjectStatus = Project["status"];
export type Audience = Filled<Project["targetAudience"]>;
export type Phase = Filled<Filled<Project["progress"]>["currentPhase"]>;
type ProjectSettings = Filled<Project["projectSettings"]>;
export type AspectRatio = Filled<ProjectSettings["aspectRatio"]>;
export type QualityTier = Filled<ProjectSettings["qualityTier"]>;

type Member = Filled<Project["collaborators"]>[number];
export type Collaborator = Omit<Member, "id">;
export type CollaboratorRole = Member["role"];

interface StoredFile {
  url?: string | null;
  filename?: string | null;
  mimeType?: string | null;
  filesize?: number | null;
  width?: number | null;
  height?: number | null;
}

export type Media = Schema["Media"] &
  StoredFile & {
    thumbnailURL?: string | null;
    sizes?: Partial<Record<"thumbnail" | "card" | "full", StoredFile | null>> | null;
    /** Why a file was refused, for the user to read. */
    statusReason?: string | null;
  };
export type MediaType = Schema["Media"]["mediaType"];
export type MediaStatus = Filled<Schema["Media"]["status"]>;
export interface MediaPage {
  docs: Media[];
  totalDocs: number;
  hasNextPage: boolean;
}
export interface MediaVersion {
  id: string;
  parent: string;
  version: Media;
  createdAt: string;
  updatedAt: string;
  latest?: boolean;
}

/** A relation: the id, or the document where it was asked for and may be read. */
export type Ref<T extends { id: string }> = string | T;

export interface Session {
  user: User | null;
  /** Seconds since 1970. */
  exp?: number;
}

export type Conversation = Schema["ConversationView"];
export type ConversationPage = Schema["ConversationPage"];
export type Accepted = Schema["Accepted"];
export type ErrorBody = Schema["OrchestratorError"];

export type Mode = Run["mode"];

type Spoken = Partial<Pick<Schema["ChatAnswer"], "model" | "usage" | "cost" | "suggestions">>;

/** What a question to the Brain rests on. `degraded`: a part of the studio was away. */
export interface Evidence {
  results: Finding[];
  citations: Citation[];
  degraded: boolean;
}

/** What became of something that was brought in. */
export interface Gathered {
  gatherItemId: string;
  summary: string;
  context: string;
  duplicates: Duplicate[];
  conflicts: Conflict[];
  iterationCount: number;
  /** What could not be done, in words. */
  unfinished: string[];
  /** `pending`: the Brain is away and learns it later. */
  brainState: string;
  counts: { entities?: number; facts?: number; relations?: number; passages?: number };
}

/** What an answer says of itself; a stopped one has no model and no usage to speak of. */
export type Result = Pick<Schema["ChatAnswer"], "conversationId" | "runId" | "messageId" | "message"> &
  Spoken &
  Partial<Evidence> &
  Partial<Gathered> & {
    success: boolean;
    /** `cancelled`, or how an item that was brought in stands. */
    status?: string;
  };

export type MessageMetadata = Spoken &
  Partial<Evidence> &
  Partial<Gathered> & {
    status?: string;
    error?: ErrorBody;
  };

export type Message = Pick<
  Schema["MessageView"],
  "id" | "seq" | "parent" | "role" | "content" | "createdAt"
> & {
  runId?: string | null;
  attachments?: string[];
  metadata?: MessageMetadata;
};

export type Run = Omit<Schema["RunView"], "result" | "error"> & {
  result: Result | null;
  error: ErrorBody | null;
};

export interface Progress {
  stage: string;
  attempt?: number;
  model?: string;
  results?: Finding[];
  step?: unknown;
  done?: unknown;
  of?: unknown;
  unit?: unknown;
  pages?: unknown;
  found?: unknown;
}

export type StreamEvent =
  | { type: "token"; data: { token: string }; timestamp: number }
  | { type: "progress"; data: Progress; timestamp: number }
  | { type: "complete"; data: Result; timestamp: number }
  | { type: "error"; data: ErrorBody; timestamp: number };
