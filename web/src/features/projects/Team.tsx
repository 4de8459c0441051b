import type { Project, Ref, User } from "@/shared/api/types";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { initials } from "@/shared/ui/initials";

interface Member {
  id: string;
  name: string;
  role: string;
}

function idOf(ref: Ref<User>): string {
  return typeof ref === "string" ? ref : ref.id;
}

/** Whether the server will let this user change the project. */
export function mayEdit(project: Project, user: User): boolean {
  if (user.role === "admin" || idOf(project.createdBy) === user.id) return true;
  return (project.collaborators ?? []).some((one) => idOf(one.user) === user.id && one.role !== "viewer");
}

function members(project: Project, me: User | null): Member[] {
  const entries = [
    { ref: project.createdBy, role: "creator" },
    ...(project.collaborators ?? []).map((one) => ({ ref: one.user, role: one.role })),
  ];
  return entries.flatMap(({ ref, role }) => {
    const id = idOf(ref);
    const name = typeof ref === "string" ? (id === me?.id ? me.name : undefined) : ref.name;
    return name ? [{ id, name, role }] : [];
  });
}

export function Team({ project }: { project: Project }) {
  const me = useSession((state) => state.user);
  return (
    <section aria-labelledby="team">
      <h2 id="team" className="mb-3 flex min-h-11 items-center text-lg font-semibold">
        {text.project.team}
      </h2>
      <ul className="flex flex-col">
        {members(project, me).map((member) => (
          <li key={member.id} className="flex items-center gap-3 border-t border-line py-3">
            <span
              className="grid size-9 shrink-0 place-items-center rounded-full bg-hover text-xs font-semibold"
              aria-hidden="true"
            >
              {initials(member.name)}
            </span>
            <span className="min-w-0 flex-1 truncate">
              {member.name}
              {member.id === me?.id && <span className="text-faint"> ({text.project.you})</span>}
            </span>
            <span className="text-[0.8125rem] text-faint">{text.project.roles[member.role]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
