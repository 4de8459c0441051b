import { create } from "zustand";
import type { User } from "@/shared/api/types";

/**
 * `ended` is a session that was there and is not any more: the user is asked to sign in and comes back.
 * `left` is a user who signed out: whoever signs in next on this machine starts at the front.
 */
export type SessionState =
  | { status: "unknown"; user: null; exp: null }
  | { status: "anonymous"; user: null; exp: null; ended: boolean; left?: true }
  | { status: "signedIn"; user: User; exp: number | null };

export const useSession = create<SessionState>(() => ({ status: "unknown", user: null, exp: null }));

export function signedIn(user: User, exp: number | null | undefined): void {
  useSession.setState({ status: "signedIn", user, exp: exp ?? null }, true);
}

export function signedOut(): void {
  const before = useSession.getState().status;
  if (before === "anonymous") return;
  useSession.setState({ status: "anonymous", user: null, exp: null, ended: before === "signedIn" }, true);
}

export function leftOnPurpose(): void {
  useSession.setState({ status: "anonymous", user: null, exp: null, ended: false, left: true }, true);
}
