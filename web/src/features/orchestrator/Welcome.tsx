import { ArrowUpRight } from "lucide-react";
import { text } from "@/shared/text";

interface Props {
  title: string;
  hint: string;
  starters: string[];
  onStart: (prompt: string) => void;
}

/** What a tab is for, and ways to start. */
export function Welcome({ title, hint, starters, onStart }: Props) {
  return (
    <div className="flex flex-1 flex-col justify-end overflow-y-auto px-5 pt-8 pb-5">
      <div className="mx-auto flex w-full max-w-[var(--measure,100%)] flex-col gap-6">
        <div className="flex flex-col gap-2">
          <h2 className="title-face text-2xl">{title}</h2>
          <p className="text-soft">{hint}</p>
        </div>
        <ul className="flex flex-col" aria-label={text.chat.startersLabel}>
          {starters.map((prompt) => (
            <li key={prompt}>
              <button
                type="button"
                data-testid="starter"
                className="group flex min-h-13 w-full items-center justify-between gap-3 border-t border-line px-1 py-3 text-left transition-colors hover:border-edge hover:text-tungsten"
                onClick={() => onStart(prompt)}
              >
                {prompt}
                <ArrowUpRight
                  className="size-4 shrink-0 text-faint group-hover:text-tungsten"
                  aria-hidden="true"
                />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
