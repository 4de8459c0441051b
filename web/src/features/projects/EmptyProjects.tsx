import { Plus } from "lucide-react";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";

export function EmptyProjects({ onCreate }: { onCreate: () => void }) {
  return (
    <div className="grid place-items-center rounded-2xl border border-line bg-surface px-6 py-16 text-center sm:py-24">
      <div className="flex max-w-md flex-col items-center gap-3">
        <div className="mb-3 flex gap-1.5" aria-hidden="true">
          {[0, 1, 2, 3, 4, 5, 6].map((at) => (
            <span
              key={at}
              className="h-8 w-7 rounded-[3px] border border-edge/60 first:border-tungsten first:bg-tungsten-wash"
            />
          ))}
        </div>
        <h2 className="title-face text-xl">{text.projects.emptyTitle}</h2>
        <p className="text-soft">{text.projects.emptyHint}</p>
        <Button kind="primary" className="mt-4" onClick={onCreate}>
          <Plus aria-hidden="true" />
          {text.projects.emptyAction}
        </Button>
      </div>
    </div>
  );
}

export function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-16 text-center">
      <h2 className="title-face text-xl">{text.projects.noneTitle}</h2>
      <p className="text-soft">{text.projects.noneHint}</p>
      <Button className="mt-2" onClick={onClear}>
        {text.projects.clear}
      </Button>
    </div>
  );
}

export function EmptyArchive() {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-16 text-center">
      <h2 className="title-face text-xl">{text.projects.archiveEmptyTitle}</h2>
      <p className="max-w-md text-soft">{text.projects.archiveEmptyHint}</p>
    </div>
  );
}
