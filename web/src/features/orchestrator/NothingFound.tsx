import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";

interface Props {
  onSearchAll?: () => void;
  onFeed: () => void;
}

/** The Brain does not know: what to do about it. */
export function NothingFound({ onSearchAll, onFeed }: Props) {
  return (
    <div
      data-testid="nothing-found"
      className="mt-3 flex flex-col gap-3 rounded-xl border border-dashed border-edge px-4 py-3.5"
    >
      <p className="text-soft">{text.modes.query.nothing}</p>
      <div className="flex flex-wrap gap-2">
        {onSearchAll && <Button onClick={onSearchAll}>{text.modes.query.searchAll}</Button>}
        <Button kind="plain" onClick={onFeed}>
          {text.modes.query.feed}
        </Button>
      </div>
    </div>
  );
}
