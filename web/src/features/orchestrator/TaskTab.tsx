import { Clapperboard } from "lucide-react";
import type { Mode } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";

/** Says what is not there yet. */
export function TaskTab({ onMode }: { onMode: (mode: Mode) => void }) {
  return (
    <div
      role="tabpanel"
      id="panel-task"
      aria-labelledby="tab-task"
      className="flex flex-1 flex-col items-center justify-center gap-3 px-8 pb-16 text-center"
    >
      <Clapperboard className="mb-1 size-9 text-faint" strokeWidth={1.5} aria-hidden="true" />
      <h2 className="title-face text-xl">{text.modes.task.title}</h2>
      <p className="max-w-sm text-soft">{text.modes.task.hint}</p>
      <Button className="mt-3" onClick={() => onMode("chat")}>
        {text.modes.task.toChat}
      </Button>
    </div>
  );
}
