import type { MediaType } from "@/shared/api/types";

export type Family = "image" | "video" | "audio" | "document";

const MB = 1024 * 1024;
const LIMITS: Record<Family, number> = {
  image: 50 * MB,
  video: 5 * 1024 * MB,
  audio: 500 * MB,
  document: 50 * MB,
};

/** What the studio takes, by the ending of the name, and how a file of it is called on the wire. */
const TYPES: Record<Family, Record<string, string>> = {
  image: {
    png: "image/png",
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    gif: "image/gif",
    webp: "image/webp",
    avif: "image/avif",
    bmp: "image/bmp",
    tif: "image/tiff",
    tiff: "image/tiff",
  },
  video: {
    mp4: "video/mp4",
    m4v: "video/mp4",
    mov: "video/quicktime",
    webm: "video/webm",
    mkv: "video/x-matroska",
  },
  audio: {
    mp3: "audio/mpeg",
    wav: "audio/wav",
    flac: "audio/flac",
    ogg: "audio/ogg",
    oga: "audio/ogg",
    opus: "audio/ogg",
    m4a: "audio/mp4",
    aac: "audio/aac",
    weba: "audio/webm",
  },
  document: {
    pdf: "application/pdf",
    docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    md: "text/markdown",
    txt: "text/plain",
    fountain: "text/x-fountain",
    fdx: "application/x-fdx",
    srt: "application/x-subrip",
    vtt: "text/vtt",
  },
};
const FAMILIES = Object.keys(TYPES) as Family[];

/** For the `accept` of a file input: endings, because systems do not agree on the types of scripts. */
export const ACCEPT = acceptOf(FAMILIES);
/** What can be read into a film's Brain: everything but sound. */
export const ACCEPT_IN_DATA = acceptOf(["document", "image", "video"]);
/** What may be said along with a message. */
export const ACCEPT_IN_CHAT = "image/*,.md,.txt,.pdf";

export interface Kind {
  family: Family;
  mimeType: string;
  /** The largest file in bytes. */
  limit: number;
}

function acceptOf(families: Family[]): string {
  return families.flatMap((family) => Object.keys(TYPES[family]).map((ending) => `.${ending}`)).join(",");
}

/** What a file is by its name; null for what the studio does not take. */
export function kindOf(filename: string): Kind | null {
  const ending = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  const family = FAMILIES.find((one) => ending in TYPES[one]);
  return family ? { family, mimeType: TYPES[family][ending]!, limit: LIMITS[family] } : null;
}

/** The family that a stored file's type belongs to. */
export function familyOf(mimeType: string | null | undefined): Family {
  const head = (mimeType ?? "").split("/")[0];
  return head === "image" || head === "video" || head === "audio" ? head : "document";
}

const USUAL: Record<Family, MediaType> = {
  image: "style_reference",
  video: "reference_video",
  audio: "audio_clip",
  document: "script_document",
};
const FITTING: Record<Family, readonly MediaType[]> = {
  image: ["style_reference", "character_design", "environment_design", "concept_art", "storyboard"],
  video: ["reference_video", "video_segment", "final_video"],
  audio: ["audio_clip", "voice_profile", "music_track", "sound_effect"],
  document: ["script_document"],
};

/** What a file is filed as: what is looked at just now where that fits, else what such a file usually is. */
export function mediaTypeFor(family: Family, wanted: string): MediaType {
  return FITTING[family].find((one) => one === wanted) ?? USUAL[family];
}
