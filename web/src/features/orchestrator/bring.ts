import type { Saying } from "./thread";

const PICTURE = /\.(png|jpe?g|gif|webp|avif|bmp|tiff?)$/i;

/**
 * What is sent for something that is brought in. A text that is nothing but an address is a link; whether it names a
 * picture shows in its ending.
 */
export function broughtIn(content: string, address: string | null, mediaId: string | null): Saying {
  const written = content.trim();
  const link = address ?? (!mediaId && /^https?:\/\/\S+$/i.test(written) ? written : null);
  const asked: Record<string, unknown> = mediaId ? { mediaId } : {};
  if (link) asked[isPicture(link) ? "imageUrl" : "documentUrl"] = link;
  const untold = written === "" || written === link;
  return {
    mode: "data",
    content: written || (link ?? ""),
    attachments: mediaId ? [mediaId] : [],
    asked,
    untold,
  };
}

function isPicture(link: string): boolean {
  return PICTURE.test(URL.parse(link)?.pathname ?? "");
}
