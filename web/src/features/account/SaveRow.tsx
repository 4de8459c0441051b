import { Check } from "lucide-react";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

interface Props {
  label: string;
  busy: boolean;
  done: string | null;
  problem: string | null;
}

/** The end of a form: its button, and beside it what came of it. */
export function SaveRow({ label, busy, done, problem }: Props) {
  return (
    <>
      {problem && <Notice>{problem}</Notice>}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" busy={busy}>
          {label}
        </Button>
        <p role="status" className="flex items-center gap-2 text-good empty:hidden">
          {done && (
            <>
              <Check className="size-4" aria-hidden="true" />
              {done}
            </>
          )}
        </p>
      </div>
    </>
  );
}
