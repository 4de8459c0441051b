import { request } from "@/shared/api/client";
import type { User } from "@/shared/api/types";

interface Entry {
  user: User;
  exp?: number;
}

export interface Account {
  name: string;
  email: string;
  password: string;
}

export function login(email: string, password: string): Promise<Entry> {
  return request("POST", "/api/users/login", { body: { email, password } });
}

export async function isFirst(signal?: AbortSignal): Promise<boolean> {
  const { initialized } = await request<{ initialized: boolean }>("GET", "/api/users/init", { signal });
  return !initialized;
}

/** Makes the account and signs in with it. */
export async function register(account: Account, first: boolean): Promise<Entry> {
  if (first) return request("POST", "/api/users/first-register", { body: account });
  await request("POST", "/api/users", { body: account });
  return login(account.email, account.password);
}

export async function askForReset(email: string): Promise<void> {
  await request("POST", "/api/users/forgot-password", { body: { email } });
}

/** Throws a 403 for a token that is wrong, used or too old. Signs in. */
export async function resetPassword(token: string, password: string): Promise<void> {
  await request("POST", "/api/users/reset-password", { body: { token, password } });
}

export async function verifyEmail(token: string): Promise<void> {
  await request("POST", `/api/users/verify/${encodeURIComponent(token)}`);
}
