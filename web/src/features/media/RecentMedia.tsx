import { Link } from "react-router";
import { useLoad } from "@/shared/load/useLoad";
import { Thumb } from "@/shared/media/Thumb";
import { text } from "@/shared/text";
import { buttonLook } from "@/shared/ui/Button";
import { findMedia } from "./api";
import { nameOf } from "./MediaCard";

const SHOWN = 6;
const ALL = { search: "", type: "", status: "", tag: "", trash: false };

/** The last files of a film, each opening in the viewer. */
export function RecentMedia({ projectId, mayEdit }: { projectId: string; mayEdit: boolean }) {
  const [found, again] = useLoad(projectId, (signal) => findMedia(projectId, ALL, SHOWN, signal));
  const page = `/projects/${projectId}/media`;
  return (
    <section aria-labelledby="recent-media">
      <div className="mb-3 flex min-h-11 items-center justify-between gap-4">
        <h2 id="recent-media" className="text-lg font-semibold">
          {text.media.recent}
        </h2>
        <Link to={page} className={buttonLook("quiet")}>
          {found.data?.totalDocs === 0 && mayEdit ? text.media.upload : text.media.all}
        </Link>
      </div>
      {found.status === "failed" && (
        <p role="alert" className="text-bad">
          {text.media.failed}{" "}
          <button type="button" className="min-h-11 underline underline-offset-4" onClick={again}>
            {text.errors.retry}
          </button>
        </p>
      )}
      {found.data?.docs.length === 0 && (
        <p className="border-t border-line py-4 text-faint">{text.media.recentNone}</p>
      )}
      {found.data && found.data.docs.length > 0 && (
        <ul className="grid grid-cols-3 gap-2 sm:grid-cols-6 sm:gap-3">
          {found.data.docs.map((media) => (
            <li key={media.id}>
              <Link
                to={`${page}?media=${media.id}`}
                title={nameOf(media)}
                className="block overflow-hidden rounded-lg border border-line transition-colors hover:border-edge"
              >
                <Thumb media={media} className="aspect-square w-full" />
                <span className="sr-only">{nameOf(media)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
