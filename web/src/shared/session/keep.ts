import { request, whenRefused } from "@/shared/api/client";
import { ApiError } from "@/shared/api/errors";
import type { Session, User } from "@/shared/api/types";
import { signedIn, signedOut, useSession } from "./store";

const EARLY_MS = 10 * 60_000;
const CHECK_MS = 60_000;

/** Who is signed in, from the cookie. A network failure leaves the question open and is thrown. */
export async function askWhoIsThere(): Promise<void> {
  const session = await request<Session>("GET", "/api/users/me");
  if (session.user) signedIn(session.user, session.exp);
  else signedOut();
}

/** Renews the session while the page is in use, well before it runs out. Returns the way to stop. */
export function keepSession(): () => void {
  whenRefused((status) => {
    if (status === 401) signedOut();
    else if (useSession.getState().status === "signedIn") void askWhoIsThere().catch(() => undefined);
  });
  const look = () => void renewIfDue();
  const timer = setInterval(look, CHECK_MS);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", look);
  };
}

async function renewIfDue(): Promise<void> {
  const { status, exp } = useSession.getState();
  if (status !== "signedIn" || exp === null || document.hidden) return;
  if (exp * 1000 - Date.now() > EARLY_MS) return;
  try {
    const fresh = await request<{ exp: number; user: User }>("POST", "/api/users/refresh-token");
    signedIn(fresh.user, fresh.exp);
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) signedOut();
  }
}
