import { EntityIcon } from "@/shared/brain/EntityIcon";
import { ENTITY_TYPES } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { findEntities, PASSAGES } from "./api";

interface Props {
  projectId: string;
  kind: "first" | "viewer" | "noMatch";
  onFeed: () => void;
  onPassages: () => void;
  onClear: () => void;
}

export function EmptyBrain({ projectId, kind: seen, onFeed, onPassages, onClear }: Props) {
  const [found] = useLoad(`${projectId} ${seen}`, async (signal) =>
    seen === "noMatch" ? null : findEntities(projectId, { search: "", type: PASSAGES, page: 1 }, 1, signal),
  );
  if (found.status === "loading") return null;
  const kind = found.data?.totalDocs ? "nobody" : seen;
  const [title, hint] = {
    first: [text.brain.emptyTitle, text.brain.emptyHint],
    viewer: [text.brain.emptyTitle, text.brain.emptyViewer],
    nobody: [text.brain.nobodyTitle, text.brain.nobodyHint],
    noMatch: [text.brain.noneTitle, text.brain.noneHint],
  }[kind] as [string, string];
  return (
    <div
      className={cx(
        "grid place-items-center px-6 py-16 text-center",
        kind === "first" && "rounded-2xl border border-dashed border-edge",
      )}
    >
      <div className="flex max-w-md flex-col items-center gap-3">
        {kind === "first" && (
          <span className="mb-2 flex gap-4">
            {ENTITY_TYPES.map((type) => (
              <EntityIcon key={type} type={type} className="size-7" />
            ))}
          </span>
        )}
        <h2 className="title-face text-xl">{title}</h2>
        <p className="text-soft">{hint}</p>
        {kind === "first" && (
          <Button kind="primary" className="mt-4" onClick={onFeed}>
            {text.brain.feed}
          </Button>
        )}
        {kind === "nobody" && (
          <Button className="mt-2" onClick={onPassages}>
            {text.brain.toPassages}
          </Button>
        )}
        {kind === "noMatch" && (
          <Button className="mt-2" onClick={onClear}>
            {text.brain.clear}
          </Button>
        )}
      </div>
    </div>
  );
}
