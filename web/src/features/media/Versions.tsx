import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import type { Media } from "@/shared/api/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { findVersions, restoreVersion } from "./api";
import { filesOf } from "./files";

interface Props {
  media: Media;
  mayEdit: boolean;
  /** The version whose file is looked at, if it is not the current one. */
  shown: string | null;
  onShow: (version: { id: string; media: Media } | null) => void;
  onRestored: () => void;
}

/** What a file was before, newest first. Nothing to show while there is only what is. */
export function Versions({ media, mayEdit, shown, onShow, onRestored }: Props) {
  const [found] = useLoad(`${media.id} ${media.updatedAt}`, (signal) => findVersions(media.id, signal));
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const versions = filesOf(found.data ?? []);
  if (versions.length < 2) return null;

  async function restore(id: string) {
    setBusy(id);
    setProblem(null);
    try {
      await restoreVersion(id);
      onShow(null);
      onRestored();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(null);
  }

  return (
    <section aria-labelledby="versions" className="flex flex-col gap-2">
      <h3 id="versions" className="font-semibold">
        {text.media.versions}
      </h3>
      {problem && <Notice>{problem}</Notice>}
      <ul className="flex flex-col">
        {versions.map((one, at) => {
          const current = at === 0;
          return (
            <li
              key={one.id}
              data-testid="version"
              className="flex flex-wrap items-center gap-x-2 border-t border-line py-1"
            >
              <span className="min-w-0 flex-1 text-[0.8125rem]">
                <span className="block">
                  {text.media.versionOf(versions.length - at)}
                  {current && <span className="text-tungsten"> ({text.media.current})</span>}
                </span>
                <RelativeTime at={one.updatedAt} className="text-faint" />
              </span>
              {!current && (
                <>
                  <Button
                    kind="plain"
                    aria-pressed={shown === one.id}
                    className="aria-pressed:bg-hover aria-pressed:text-ink"
                    onClick={() => onShow(shown === one.id ? null : { id: one.id, media: one.version })}
                  >
                    {text.media.show}
                  </Button>
                  {mayEdit && (
                    <Button kind="plain" busy={busy === one.id} onClick={() => void restore(one.id)}>
                      {text.media.restoreVersion}
                    </Button>
                  )}
                </>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
