import type { Media } from "@/shared/api/types";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";

/** What is known of the file itself. */
export function Facts({ media }: { media: Media }) {
  const technical = media.technicalData;
  const dimensions =
    technical?.resolution ?? (media.width && media.height ? `${media.width} × ${media.height}` : null);
  const rows = [
    [text.media.file, [media.mimeType, media.filesize ? text.media.size(media.filesize) : null]],
    [
      text.media.dimensions,
      [dimensions?.replace(/(\d)x(\d)/, "$1 × $2"), technical?.fps ? text.media.frames(technical.fps) : null],
    ],
    [text.media.length, [technical?.duration ? text.media.seconds(technical.duration) : null]],
  ] as const;
  return (
    <dl aria-label={text.media.facts} className="flex flex-col text-[0.8125rem]">
      {rows.map(([label, values]) => {
        const told = values.filter(Boolean).join(", ");
        return told && <Row key={label} label={label} value={told} />;
      })}
      <Row label={text.media.added} value={<RelativeTime at={media.createdAt} />} />
    </dl>
  );
}

function Row({ label, value }: { label: string; value: React.ReactNode }) {
  return (
    <div className="flex gap-4 border-t border-line py-2">
      <dt className="w-20 shrink-0 text-faint">{label}</dt>
      <dd className="min-w-0 break-words">{value}</dd>
    </div>
  );
}
