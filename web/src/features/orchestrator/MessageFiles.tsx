import { Link, useParams } from "react-router";
import { Thumb } from "@/shared/media/Thumb";
import { text } from "@/shared/text";
import { useFiles } from "./attach";

/** The files that went along with a message. Those that are gone for good are not shown. */
export function MessageFiles({ ids }: { ids: string[] }) {
  const { projectId = "" } = useParams();
  const [files] = useFiles(ids);
  return (
    <ul aria-label={text.chat.attachments} className="flex max-w-[88%] flex-wrap justify-end gap-2">
      {files?.map((media) => (
        <li key={media.id}>
          <Link
            to={`/projects/${projectId}/media?media=${media.id}`}
            data-testid="message-file"
            title={media.filename ?? undefined}
            className="flex max-w-60 items-center gap-2 overflow-hidden rounded-xl border border-line pr-3 transition-colors hover:border-edge"
          >
            <Thumb media={media} className="size-11 shrink-0 [&_svg]:size-5" />
            <span className="truncate text-[0.8125rem]">{media.filename}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
