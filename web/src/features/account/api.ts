import { request } from "@/shared/api/client";
import type { User } from "@/shared/api/types";
import { signedIn, useSession } from "@/shared/session/store";

const id = encodeURIComponent;

export interface Session {
  id: string;
  createdAt: string;
  expiresAt: string;
  userAgent?: string | null;
  current: boolean;
}

interface Changes {
  name?: string;
  password?: string;
  preferences?: Record<string, unknown>;
  enableAPIKey?: boolean;
}

/** Changes the account in use, and what the studio shows of it. */
export async function changeMe(user: string, changes: Changes): Promise<User & { apiKey?: string }> {
  const { doc } = await request<{ doc: User & { apiKey?: string } }>("PATCH", `/api/users/${id(user)}`, {
    body: changes,
  });
  // The key itself is for the eyes of whoever made it, and not for the rest of the page.
  signedIn({ ...doc, apiKey: undefined } as User, useSession.getState().exp);
  return doc;
}

/** The new key, told this once. */
export async function makeKey(user: string): Promise<string> {
  return (await changeMe(user, { enableAPIKey: true })).apiKey ?? "";
}

export function revokeKey(user: string): Promise<unknown> {
  return changeMe(user, { enableAPIKey: false });
}

export async function findSessions(user: string, signal: AbortSignal): Promise<Session[]> {
  return (await request<{ docs: Session[] }>("GET", `/api/users/${id(user)}/sessions`, { signal })).docs;
}

export async function endSession(user: string, session: string): Promise<void> {
  await request("DELETE", `/api/users/${id(user)}/sessions/${id(session)}`);
}
