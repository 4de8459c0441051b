import { EntityIcon } from "@/shared/brain/EntityIcon";
import { ENTITY_TYPES } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Failure } from "@/shared/ui/Failure";
import { readGraph } from "./api";
import { Drawing } from "./Drawing";

/** As many entities as can be told apart on a screen. */
const MOST = 120;

interface Props {
  projectId: string;
  version: number;
  /** The entity whose neighbourhood is shown; null for the whole. */
  around: string | null;
  current: string | null;
  onOpen: (entity: string | null) => void;
  onAround: (entity: string | null) => void;
  onList: () => void;
}

/** The graph to look at. What it shows is in the list, too, for whoever does not see or point. */
export default function GraphView({ projectId, version, around, current, onOpen, onAround, onList }: Props) {
  const [found, again] = useLoad(JSON.stringify([projectId, version, around]), (signal) =>
    readGraph(projectId, around, MOST, signal),
  );
  const graph = found.data;
  if (found.status === "failed" && !graph)
    return <Failure title={text.brain.graph.failed} error={found.error} onRetry={again} />;
  if (!graph)
    return (
      <div
        role="status"
        aria-label={text.brain.graph.drawing}
        className="shimmer h-[min(70dvh,40rem)] rounded-2xl"
      />
    );
  const center = graph.entities.find((entity) => entity.id === around);
  return (
    <div className="flex min-w-0 flex-col gap-3" data-testid="graph">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <ul aria-label={text.brain.graph.legend} className="flex flex-wrap gap-x-4 gap-y-1 text-[0.8125rem]">
          {ENTITY_TYPES.filter((type) => graph.entities.some((one) => one.type === type)).map((type) => (
            <li key={type} className="flex items-center gap-1.5 text-soft">
              <EntityIcon type={type} />
              {text.brain.typesMany[type]}
            </li>
          ))}
        </ul>
        {around && (
          <div className="flex items-center gap-2">
            {center && <p className="text-soft">{text.brain.graph.around(center.title)}</p>}
            <Button kind="plain" onClick={() => onAround(null)}>
              {text.brain.graph.everything}
            </Button>
          </div>
        )}
      </div>
      {graph.entities.length === 0 ? (
        <p className="rounded-2xl border border-dashed border-edge px-6 py-16 text-center text-soft">
          {text.brain.graph.empty}
        </p>
      ) : (
        <Drawing graph={graph} around={around} current={current} onOpen={onOpen} />
      )}
      <p className="flex flex-wrap items-center gap-x-2 text-[0.8125rem] text-faint">
        {graph.truncated && <span role="status">{text.brain.graph.truncated(graph.entities.length)}</span>}
        {text.brain.graph.hint}
        <button type="button" className="min-h-11 underline underline-offset-4" onClick={onList}>
          {text.brain.graph.toList}
        </button>
      </p>
    </div>
  );
}
