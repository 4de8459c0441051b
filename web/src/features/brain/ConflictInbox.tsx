import { Scale } from "lucide-react";
import { useRef, useState } from "react";
import { findConflicts } from "@/shared/brain/api";
import { useBrainChanges } from "@/shared/brain/changed";
import { ConflictCard } from "@/shared/brain/ConflictCard";
import type { Conflict } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Failure } from "@/shared/ui/Failure";

const PAGE = 20;

interface Props {
  projectId: string;
  mayDecide: boolean;
  onDecided: () => void;
}

/**
 * What contradicts itself and waits for somebody to decide. What is decided here stays to be seen until the page is left;
 * what is brought in meanwhile is added at the end.
 */
export function ConflictInbox({ projectId, mayDecide, onDecided }: Props) {
  const [limit, setLimit] = useState(PAGE);
  const changes = useBrainChanges((state) => state.count);
  const shown = useRef(new Map<string, Conflict>());
  const [found, again] = useLoad(`${projectId} ${limit} ${changes}`, async (signal) => {
    const page = await findConflicts(projectId, "open", limit, signal);
    for (const conflict of page.docs)
      if (!shown.current.has(conflict.id)) shown.current.set(conflict.id, conflict);
    return { ...page, docs: [...shown.current.values()] };
  });
  const page = found.data;
  if (found.status === "failed" && !page)
    return <Failure title={text.brain.conflicts.failed} error={found.error} onRetry={again} />;
  if (!page)
    return (
      <div role="status" aria-label={text.brain.conflicts.loading} className="flex flex-col gap-4">
        {[0, 1].map((at) => (
          <div key={at} className="shimmer h-52 rounded-xl" />
        ))}
      </div>
    );
  if (page.docs.length === 0)
    return (
      <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-16 text-center">
        <Scale className="mb-1 size-9 text-faint" strokeWidth={1.5} aria-hidden="true" />
        <h2 className="title-face text-xl">{text.brain.conflicts.none}</h2>
        <p className="text-soft">{text.brain.conflicts.noneHint}</p>
      </div>
    );
  return (
    <div className="flex max-w-[52rem] flex-col gap-4">
      <p className="text-soft">{text.brain.conflicts.lead}</p>
      <ul className="flex flex-col gap-4">
        {page.docs.map((conflict) => (
          <li key={conflict.id}>
            <ConflictCard {...{ projectId, conflict, mayDecide }} level={2} onSettled={onDecided} />
          </li>
        ))}
      </ul>
      {page.hasNextPage && (
        <Button
          className="self-center"
          busy={found.status === "loading"}
          onClick={() => setLimit(limit + PAGE)}
        >
          {text.brain.more}
        </Button>
      )}
    </div>
  );
}
