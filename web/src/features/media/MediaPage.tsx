import { Trash2, Upload as UploadIcon } from "lucide-react";
import { useRef } from "react";
import { useSearchParams } from "react-router";
import type { Project } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Failure } from "@/shared/ui/Failure";
import { PageHead } from "@/shared/ui/PageHead";
import { useFileDrop } from "@/shared/ui/useFileDrop";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { ACCEPT, kindOf, mediaTypeFor } from "@/shared/upload/kinds";
import { addUploads } from "@/shared/upload/uploads";
import type { Filter } from "./api";
import { EmptyMedia } from "./EmptyMedia";
import { MediaCard, MediaCardGhost } from "./MediaCard";
import { MediaFilters } from "./MediaFilters";
import { UploadTray } from "./UploadTray";
import { useMedia } from "./useMedia";
import { Viewer } from "./Viewer";

const GRID = "grid grid-cols-2 gap-3 sm:grid-cols-3 sm:gap-4 lg:grid-cols-4 xl:grid-cols-5";
const NAMES = ["search", "type", "status", "tag"] as const;

export function MediaPage({ project, mayEdit }: { project: Project; mayEdit: boolean }) {
  usePageTitle(`${text.media.title} · ${project.title}`);
  const [params, setParams] = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const [search, type, status, tag] = NAMES.map((name) => params.get(name) ?? "") as [
    string,
    string,
    string,
    string,
  ];
  const filter: Filter = { search, type, status, tag, trash: params.get("trash") === "true" };
  const { found, page, again, uploads, more } = useMedia(project.id, filter);
  const { over, handlers } = useFileDrop(take, mayEdit);
  const filtered = NAMES.some((name) => filter[name] !== "");
  const empty = page?.totalDocs === 0 && found.status === "ready";

  function set(changes: Record<string, string>, replace: boolean) {
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace, preventScrollReset: true },
    );
  }

  function setFilter(next: Filter) {
    set({ ...next, trash: next.trash ? "true" : "" }, true);
  }

  function take(files: File[]) {
    addUploads(files, (file) => ({
      project: project.id,
      mediaType: mediaTypeFor(kindOf(file.name)?.family ?? "document", filter.type),
    }));
    if (filter.trash) setFilter({ ...filter, trash: false });
  }

  const choose = () => input.current?.click();
  return (
    <div {...handlers} className="relative flex min-h-[60dvh] flex-1 flex-col gap-6 pt-6">
      <PageHead
        above={project.title}
        title={filter.trash ? text.media.trash : text.media.title}
        count={page && found.status === "ready" ? text.media.count(page.totalDocs) : ""}
      >
        <Button
          kind="plain"
          aria-pressed={filter.trash}
          className="aria-pressed:bg-hover aria-pressed:text-ink"
          onClick={() => setFilter({ ...filter, trash: !filter.trash })}
        >
          <Trash2 aria-hidden="true" />
          {text.media.trash}
        </Button>
        {mayEdit && (
          <Button kind="primary" onClick={choose}>
            <UploadIcon aria-hidden="true" />
            {text.media.upload}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={ACCEPT}
          data-testid="media-input"
          aria-label={text.media.upload}
          onChange={(event) => {
            take(Array.from(event.target.files ?? []));
            event.target.value = "";
          }}
        />
      </PageHead>

      {(!empty || filtered) && <MediaFilters filter={filter} onChange={setFilter} />}
      <UploadTray uploads={uploads} />

      {found.status === "failed" && !page && (
        <Failure title={text.media.failed} error={found.error} onRetry={again} />
      )}
      {found.status === "loading" && !page && (
        <div className={GRID} role="status" aria-label={text.media.loading}>
          {[0, 1, 2, 3, 4].map((at) => (
            <MediaCardGhost key={at} />
          ))}
        </div>
      )}
      {empty && (filtered || filter.trash || uploads.length === 0) && (
        <EmptyMedia
          kind={filtered ? "noMatch" : filter.trash ? "trash" : mayEdit ? "first" : "viewer"}
          onClear={() => setFilter({ search: "", type: "", status: "", tag: "", trash: filter.trash })}
          onUpload={choose}
        />
      )}
      {page && page.docs.length > 0 && (
        <ul className={GRID}>
          {page.docs.map((media) => (
            <li key={media.id}>
              <MediaCard media={media} onOpen={() => set({ media: media.id }, false)} />
            </li>
          ))}
        </ul>
      )}
      {page?.hasNextPage && (
        <Button className="self-center" busy={found.status === "loading"} onClick={more}>
          {text.media.more}
        </Button>
      )}
      {over && (
        <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center rounded-2xl border-2 border-dashed border-tungsten bg-tungsten-wash/90">
          <p className="title-face text-xl">{text.media.dropHere}</p>
        </div>
      )}
      {params.get("media") && (
        <Viewer
          mediaId={params.get("media")!}
          around={page?.docs ?? []}
          mayEdit={mayEdit}
          onGo={(id) => set({ media: id }, true)}
          onClose={() => set({ media: "" }, true)}
          onChanged={again}
        />
      )}
    </div>
  );
}
