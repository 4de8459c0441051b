import { Download, LoaderCircle, TriangleAlert } from "lucide-react";
import type { Media } from "@/shared/api/types";
import { FamilyIcon } from "@/shared/media/Thumb";
import { text } from "@/shared/text";
import { buttonLook } from "@/shared/ui/Button";
import { familyOf } from "@/shared/upload/kinds";
import { savingAddress } from "./files";
import { nameOf } from "./MediaCard";

/** A file as large as there is room for it. */
export function Stage({ media }: { media: Media }) {
  if (media.status === "processing")
    return (
      <Said>
        <LoaderCircle className="size-9 animate-spin" strokeWidth={1.5} aria-hidden="true" />
        <p role="status">{text.media.checking}</p>
      </Said>
    );
  if (media.status === "failed")
    return (
      <Said>
        <TriangleAlert className="size-9" strokeWidth={1.5} aria-hidden="true" />
        <p className="font-medium text-white">{text.media.refused}</p>
        {media.statusReason && <p>{media.statusReason}</p>}
      </Said>
    );
  const address = media.url;
  const family = familyOf(media.mimeType);
  if (!address) return <Said>{text.media.noPreview}</Said>;
  if (family === "image")
    return (
      <img
        key={address}
        data-testid="viewer-image"
        src={media.sizes?.full?.url ?? address}
        alt={media.description || nameOf(media)}
        className="max-h-full max-w-full object-contain"
      />
    );
  if (family === "video")
    return (
      <video
        key={address}
        src={address}
        poster={media.sizes?.card?.url ?? undefined}
        controls
        playsInline
        preload="metadata"
        aria-label={nameOf(media)}
        className="max-h-full max-w-full"
      />
    );
  if (family === "audio")
    return (
      <Said>
        <FamilyIcon family="audio" className="size-12" />
        <audio key={address} src={address} controls preload="metadata" aria-label={nameOf(media)} />
      </Said>
    );
  return (
    <Said>
      <FamilyIcon family="document" className="size-12" />
      <p>{text.media.noPreview}</p>
      <a href={savingAddress(address)} className={buttonLook("quiet")} download={nameOf(media)}>
        <Download aria-hidden="true" />
        {text.media.download}
      </a>
    </Said>
  );
}

function Said({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex max-w-sm flex-col items-center gap-4 px-6 text-center text-white/75">{children}</div>
  );
}
