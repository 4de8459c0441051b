import { Sparkles } from "lucide-react";
import { useId } from "react";
import { text } from "@/shared/text";
import { SourceLine } from "./SourceLine";
import type { Fact } from "./types";

interface Props {
  projectId: string;
  facts: Fact[];
  /** What to say where there are none; without it nothing is shown. */
  emptyHint?: string;
}

/** Each statement with the place it comes from. What a model added is marked. */
export function Facts({ projectId, facts, emptyHint }: Props) {
  const id = useId();
  if (facts.length === 0 && !emptyHint) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-1 font-semibold">
        {text.brain.facts}
      </h3>
      {facts.length === 0 && <p className="text-faint">{emptyHint}</p>}
      <ul className="flex flex-col">
        {facts.map((fact, at) => (
          <li key={at} data-testid="fact" className="border-t border-line py-2.5 first:border-t-0">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-faint">{fact.attribute}</span>
              <span className="min-w-0 font-medium break-words">{fact.value}</span>
              {fact.inferred && (
                <span
                  title={text.brain.inferredHint}
                  className="slate-face inline-flex items-center gap-1 rounded-md bg-daylight-wash px-1.5 text-xs text-daylight"
                >
                  <Sparkles className="size-3" aria-hidden="true" />
                  {text.brain.inferred}
                </span>
              )}
            </p>
            <div className="mt-1 text-[0.8125rem]">
              <SourceLine projectId={projectId} source={fact.source} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
