import { Clapperboard, FileText, Image, LoaderCircle, Music, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Media } from "@/shared/api/types";
import { type Family, familyOf } from "@/shared/upload/kinds";
import { cx } from "@/shared/ui/cx";

const ICONS = { image: Image, video: Clapperboard, audio: Music, document: FileText };

export function FamilyIcon({ family, className }: { family: Family; className?: string }) {
  const Icon = ICONS[family];
  return <Icon className={className} strokeWidth={1.5} aria-hidden="true" />;
}

/** The address of a small picture of a file, if there is one. */
export function thumbnailOf(media: Media): string | null {
  if (media.status !== "active" && media.status !== "archived" && media.status !== "draft") return null;
  const small = media.sizes?.thumbnail?.url ?? media.thumbnailURL;
  return small ?? (familyOf(media.mimeType) === "image" ? (media.url ?? null) : null);
}

/** A file as a small picture, or as a sign for its kind and its state. What stands beside it names it. */
export function Thumb({ media, className }: { media: Media; className?: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  const address = thumbnailOf(media);
  const family = familyOf(media.mimeType);
  return (
    <span className={cx("grid place-items-center overflow-hidden bg-hover text-faint", className)}>
      {media.status === "processing" ? (
        <LoaderCircle className="size-8 animate-spin" strokeWidth={1.5} aria-hidden="true" />
      ) : media.status === "failed" ? (
        <TriangleAlert className="size-8" strokeWidth={1.5} aria-hidden="true" />
      ) : address && address !== broken ? (
        <img
          src={address}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
          onError={() => setBroken(address)}
        />
      ) : (
        <FamilyIcon family={family} className="size-8" />
      )}
    </span>
  );
}
