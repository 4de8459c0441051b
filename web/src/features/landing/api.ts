import { request } from "@/shared/api/client";

export async function isInitialized(signal: AbortSignal): Promise<boolean> {
  return (await request<{ initialized: boolean }>("GET", "/api/users/init", { signal })).initialized;
}
