import { Link2, Paperclip, PenLine } from "lucide-react";
import { text } from "@/shared/text";
import { Notice } from "@/shared/ui/Notice";

const ICONS = [PenLine, Paperclip, Link2];

/** What can be brought in, and how. */
export function DataWelcome({ projectTitle, mayBring }: { projectTitle: string; mayBring: boolean }) {
  return (
    <div className="flex flex-1 flex-col justify-end overflow-y-auto px-5 pt-8 pb-5">
      <div className="mx-auto flex w-full max-w-[var(--measure,100%)] flex-col gap-6">
        <div className="flex flex-col gap-2">
          <h2 className="title-face text-2xl">{text.modes.data.welcome}</h2>
          <p className="text-soft">{text.modes.data.welcomeHint(projectTitle)}</p>
        </div>
        {mayBring ? (
          <ul className="flex flex-col">
            {text.modes.data.ways.map(({ title, hint }, at) => {
              const Icon = ICONS[at]!;
              return (
                <li key={title} className="flex items-start gap-3.5 border-t border-line px-1 py-3">
                  <Icon
                    className="mt-0.5 size-5 shrink-0 text-tungsten"
                    strokeWidth={1.75}
                    aria-hidden="true"
                  />
                  <span>
                    <span className="block font-medium">{title}</span>
                    <span className="block text-[0.8125rem] text-soft">{hint}</span>
                  </span>
                </li>
              );
            })}
          </ul>
        ) : (
          <Notice tone="info">{text.modes.data.viewer}</Notice>
        )}
      </div>
    </div>
  );
}
