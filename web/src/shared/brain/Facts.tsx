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

/** Each statement once, with the places that make it. What a model added is marked. */
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
        {grouped(facts).map(([fact, ...more]) => (
          <li key={keyOf(fact)} data-testid="fact" className="border-t border-line py-2.5 first:border-t-0">
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
            <ul className="mt-1 flex flex-col gap-1 text-[0.8125rem]">
              {[fact, ...more].map(({ source }, at) => (
                <li key={at}>
                  <SourceLine projectId={projectId} source={source} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function keyOf({ attribute, value, inferred }: Fact): string {
  return JSON.stringify([attribute, value, inferred]);
}

/** In the order of their first place. */
function grouped(facts: Fact[]): [Fact, ...Fact[]][] {
  const groups = new Map<string, [Fact, ...Fact[]]>();
  for (const fact of facts) {
    const known = groups.get(keyOf(fact));
    if (known) known.push(fact);
    else groups.set(keyOf(fact), [fact]);
  }
  return [...groups.values()];
}
