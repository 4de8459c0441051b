import type { Project, Ref, User } from "@/shared/api/types";

export function idOf(ref: Ref<User>): string {
  return typeof ref === "string" ? ref : ref.id;
}

/** Whether the server will let this user change the project. */
export function mayEdit(project: Project, user: User | null): boolean {
  if (!user) return false;
  if (mayDelete(project, user)) return true;
  return (project.collaborators ?? []).some((one) => idOf(one.user) === user.id && one.role !== "viewer");
}

/** Whether the server will let this user delete the project. */
export function mayDelete(project: Project, user: User | null): boolean {
  return user !== null && (user.role === "admin" || idOf(project.createdBy) === user.id);
}
