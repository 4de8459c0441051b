import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import type { RaRecord } from "react-admin";
import { text } from "../text";

/** A file that is being checked, or was not accepted, has no bytes to show. */
const UNSEEN = new Set<unknown>(["processing", "failed"]);

/** A file as far as a browser may show it: pictures and players from the API's own addresses, nothing else. */
export function Preview({ record, small }: { record: RaRecord; small?: boolean }) {
  const url = UNSEEN.has(record.status) ? null : ownAddress(record.url);
  const thumbnail = ownAddress(record.thumbnailURL) ?? (isKind(record, "image") ? url : null);
  const name = String(record.filename ?? record.id);
  if (small) return <Picture src={thumbnail} name={name} size={40} />;
  return (
    <Box sx={{ display: "grid", gap: 1, justifyItems: "start" }}>
      {isKind(record, "video") && url ? (
        <Box component="video" src={url} controls preload="metadata" aria-label={name} sx={media} />
      ) : isKind(record, "audio") && url ? (
        <Box component="audio" src={url} controls preload="none" aria-label={name} sx={{ width: "100%" }} />
      ) : (
        <Picture src={thumbnail} name={name} size={320} />
      )}
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {url ? (
          <Link href={url} target="_blank" rel="noreferrer">
            {name}
          </Link>
        ) : (
          name
        )}
        {[record.mimeType, sized(record.filesize)].filter(Boolean).map((fact) => ` · ${String(fact)}`)}
      </Typography>
    </Box>
  );
}

function Picture({ src, name, size }: { src: string | null; name: string; size: number }) {
  if (!src)
    return (
      <Box sx={{ ...frame, width: size, maxWidth: "100%", minHeight: Math.min(size, 96) }}>
        <Typography variant="caption" sx={{ color: "text.secondary" }}>
          {size > 100 ? text.form.unknownFile : "—"}
        </Typography>
      </Box>
    );
  return (
    <Box
      component="img"
      src={src}
      alt={name}
      loading="lazy"
      sx={{
        ...frame,
        width: size,
        maxWidth: "100%",
        maxHeight: size,
        objectFit: size > 100 ? "contain" : "cover",
        height: size > 100 ? "auto" : size,
      }}
    />
  );
}

const frame = { display: "grid", placeItems: "center", borderRadius: 1, bgcolor: "action.hover" };
const media = { width: "100%", maxWidth: 560, borderRadius: 1, bgcolor: "action.hover" };

/** Data decides what is loaded from here, never from where. */
function ownAddress(value: unknown): string | null {
  return typeof value === "string" && /^\/api\/[^\\]*$/.test(value) ? value : null;
}

function isKind(record: RaRecord, kind: string): boolean {
  return typeof record.mimeType === "string" && record.mimeType.startsWith(`${kind}/`);
}

function sized(bytes: unknown): string | null {
  if (typeof bytes !== "number") return null;
  const units = ["B", "KB", "MB", "GB"];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1000)));
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`;
}
