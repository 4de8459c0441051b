import { UserMinus, UserPlus } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import type { Collaborator, CollaboratorRole, Project, Ref, User } from "@/shared/api/types";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { initials } from "@/shared/ui/initials";
import { Notice } from "@/shared/ui/Notice";
import { Select } from "@/shared/ui/Select";
import { AddMember } from "./AddMember";
import { setTeam } from "./api";
import { idOf } from "./rights";

const ROLES = Object.entries(text.team.roles) as [CollaboratorRole, string][];

interface Props {
  project: Project;
  mayEdit: boolean;
  onSaved: (project: Project) => void;
}

/** Who works on a film: the creator, and those whom somebody who may edit has added, each in a role. */
export function Team({ project, mayEdit, onSaved }: Props) {
  const me = useSession((state) => state.user);
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const collaborators = project.collaborators ?? [];

  async function change(user: string, next: Collaborator[]) {
    if (busy) return;
    setBusy(user);
    setProblem(null);
    try {
      onSaved(await setTeam(project.id, next));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(null);
  }

  return (
    <section aria-labelledby="team">
      <div className="mb-3 flex min-h-11 items-center justify-between gap-4">
        <h2 id="team" className="text-lg font-semibold">
          {text.project.team}
        </h2>
        {mayEdit && (
          <Button kind="plain" className="-mr-4" onClick={() => setAdding(true)}>
            <UserPlus aria-hidden="true" />
            {text.team.add}
          </Button>
        )}
      </div>
      {problem && <Notice>{problem}</Notice>}
      <ul className="flex flex-col">
        <Member who={nameOf(project.createdBy, me)} me={idOf(project.createdBy) === me?.id}>
          <span className="text-[0.8125rem] text-faint">{text.team.creator}</span>
        </Member>
        {collaborators.map((one) => {
          const id = idOf(one.user);
          const who = nameOf(one.user, me);
          const others = collaborators.filter((other) => other !== one);
          return (
            <Member key={id} who={who} me={id === me?.id}>
              {mayEdit && id !== me?.id ? (
                <>
                  <Select
                    aria-label={text.team.roleOf(who)}
                    className="w-32"
                    options={ROLES}
                    value={one.role}
                    disabled={busy === id}
                    onChange={(event) =>
                      void change(
                        id,
                        collaborators.map((other) =>
                          other === one ? { ...one, role: event.target.value as CollaboratorRole } : other,
                        ),
                      )
                    }
                  />
                  <IconButton label={text.team.remove(who)} onClick={() => void change(id, others)}>
                    <UserMinus />
                  </IconButton>
                </>
              ) : (
                <span className="text-[0.8125rem] text-faint">{text.team.roles[one.role]}</span>
              )}
            </Member>
          );
        })}
      </ul>
      {adding && (
        <AddMember
          taken={[idOf(project.createdBy), ...collaborators.map((one) => idOf(one.user))]}
          byEmail={me?.role === "admin"}
          onClose={() => setAdding(false)}
          onAdd={async (user, role) => {
            onSaved(await setTeam(project.id, [...collaborators, { user, role }]));
            setAdding(false);
          }}
        />
      )}
    </section>
  );
}

function Member({ who, me, children }: { who: string; me: boolean; children: React.ReactNode }) {
  return (
    <li className="flex min-h-15 items-center gap-3 border-t border-line py-2">
      <span
        className="grid size-9 shrink-0 place-items-center rounded-full bg-hover text-xs font-semibold"
        aria-hidden="true"
      >
        {initials(who)}
      </span>
      <span className="min-w-0 flex-1 truncate">
        {who}
        {me && <span className="text-faint"> ({text.project.you})</span>}
      </span>
      {children}
    </li>
  );
}

/** Accounts of others may not be read: then the end of the id has to do. */
function nameOf(ref: Ref<User>, me: User | null): string {
  if (typeof ref !== "string") return ref.name;
  return ref === me?.id ? me.name : text.team.unnamed(ref.slice(-6));
}
