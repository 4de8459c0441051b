import { ApiError } from "@/shared/api/errors";

const PAUSES_MS = [1_000, 3_000, 6_000];

/**
 * Asks again where a gateway gave up waiting, because what was asked for may well be going on. Only for what can be
 * asked twice, such as under one idempotency key. Throws what was said last.
 */
export async function throughGateways<T>(ask: () => Promise<T>, pauses = PAUSES_MS): Promise<T> {
  for (const pause of pauses) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 502 && error.status !== 504)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return ask();
}
