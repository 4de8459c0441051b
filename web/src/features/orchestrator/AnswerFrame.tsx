import type { ReactNode } from "react";
import { text } from "@/shared/text";
import { Logo } from "@/shared/ui/Logo";

/** What the studio says, under its mark. */
export function AnswerFrame({ children }: { children: ReactNode }) {
  return (
    <article data-testid="assistant-message" aria-label={text.chat.studio} className="flex flex-col gap-2">
      <p className="flex items-center gap-2 text-[0.8125rem] font-semibold text-soft">
        <Logo className="h-3.5" />
        {text.chat.studio}
      </p>
      <div>{children}</div>
    </article>
  );
}
