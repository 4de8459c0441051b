import { EntityIcon } from "@/shared/brain/EntityIcon";
import { ENTITY_TYPES } from "@/shared/brain/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";

interface Props {
  kind: "first" | "viewer" | "noMatch";
  onFeed: () => void;
  onClear: () => void;
}

export function EmptyBrain({ kind, onFeed, onClear }: Props) {
  const [title, hint] = {
    first: [text.brain.emptyTitle, text.brain.emptyHint],
    viewer: [text.brain.emptyTitle, text.brain.emptyViewer],
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
        {kind === "noMatch" && (
          <Button className="mt-2" onClick={onClear}>
            {text.brain.clear}
          </Button>
        )}
      </div>
    </div>
  );
}
