import { ArrowLeft, ArrowRight, Link2, Unlink } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import { EntityIcon } from "@/shared/brain/EntityIcon";
import type { Entity, Graph } from "@/shared/brain/types";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { IconButton } from "@/shared/ui/IconButton";
import { readGraph, unrelate } from "./api";
import { RelationForm } from "./RelationForm";
import { spoken } from "@/shared/brain/spoken";

const MOST = 100;

interface Props {
  projectId: string;
  entity: Entity;
  mayEdit: boolean;
  onOpen: (entity: string) => void;
  onChanged: () => void;
}

/** What an entity has to do with others, each a way to the other one. */
export function Relations({ projectId, entity, mayEdit, onOpen, onChanged }: Props) {
  const [found, again] = useLoad(`${projectId} ${entity.id}`, (signal) =>
    readGraph(projectId, entity.id, MOST, signal),
  );
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const own = ownOf(found.data, entity.id);

  async function remove(id: string) {
    setProblem(null);
    try {
      await unrelate(projectId, id);
      again();
      onChanged();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  }

  return (
    <section aria-labelledby="relations">
      <div className="flex min-h-11 items-center justify-between gap-3">
        <h3 id="relations" className="font-semibold">
          {text.brain.relations}
        </h3>
        {mayEdit && (
          <IconButton label={text.brain.form.relationTitle} small onClick={() => setAdding(true)}>
            <Link2 />
          </IconButton>
        )}
      </div>
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      {found.status === "failed" && (
        <p role="alert" className="text-bad">
          {sentenceOf(found.error)}{" "}
          <button type="button" className="min-h-11 underline underline-offset-4" onClick={again}>
            {text.errors.retry}
          </button>
        </p>
      )}
      {own?.length === 0 && <p className="text-faint">{text.brain.noRelations}</p>}
      <ul className="flex flex-col">
        {own?.map(({ relation, other, out }) => (
          <li key={relation.id} className="flex items-center gap-1 border-t border-line first:border-t-0">
            <button
              type="button"
              data-testid="relation"
              className="flex min-h-11 min-w-0 flex-1 items-center gap-2 py-1.5 text-left transition-colors hover:text-tungsten"
              onClick={() => onOpen(other.id)}
            >
              {out ? (
                <ArrowRight className="size-4 shrink-0 text-faint" aria-label={text.brain.outgoing} />
              ) : (
                <ArrowLeft className="size-4 shrink-0 text-faint" aria-label={text.brain.incoming} />
              )}
              <span className="slate-face shrink-0 text-xs text-soft">{spoken(relation.type)}</span>
              <EntityIcon type={other.type} />
              <span className="min-w-0 truncate">{other.title}</span>
            </button>
            {mayEdit && relation.manual && (
              <IconButton
                label={text.brain.unrelate(`${spoken(relation.type)} ${other.title}`)}
                small
                onClick={() => void remove(relation.id)}
              >
                <Unlink />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {adding && (
        <RelationForm
          projectId={projectId}
          entity={entity}
          onClose={() => setAdding(false)}
          onSaved={() => {
            setAdding(false);
            again();
            onChanged();
          }}
        />
      )}
    </section>
  );
}

function ownOf(graph: Graph | null, id: string) {
  if (!graph) return null;
  const byId = new Map(graph.entities.map((one) => [one.id, one]));
  return graph.relations
    .filter((relation) => relation.start === id || relation.end === id)
    .flatMap((relation) => {
      const out = relation.start === id;
      const other = byId.get(out ? relation.end : relation.start);
      return other ? [{ relation, other, out }] : [];
    });
}
