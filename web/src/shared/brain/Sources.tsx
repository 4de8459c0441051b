import { useId } from "react";
import { text } from "@/shared/text";
import { SourceLine } from "./SourceLine";
import type { Source } from "./types";

/** Where something comes from, each place with its passage and the way to the file. */
export function Sources({ projectId, sources }: { projectId: string; sources: Source[] }) {
  const id = useId();
  if (sources.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-1 text-[0.8125rem] font-medium text-faint">
        {text.brain.sources}
      </h3>
      <ul className="flex flex-col">
        {sources.map((source, at) => (
          <li key={at} className="border-t border-line py-2.5 first:border-t-0">
            <SourceLine projectId={projectId} source={source} />
          </li>
        ))}
      </ul>
    </section>
  );
}
