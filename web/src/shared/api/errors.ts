import { text } from "@/shared/text";

/** A refusal of the API, or the lack of an answer (`status` 0). `fields` maps a field's path to what is wrong with it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly fields: Record<string, string>;

  constructor(
    message: string,
    facts: {
      status: number;
      code: string;
      retryable?: boolean;
      requestId?: string;
      retryAfter?: number;
      fields?: Record<string, string>;
    },
  ) {
    super(message);
    this.name = "ApiError";
    this.status = facts.status;
    this.code = facts.code;
    this.retryable = facts.retryable ?? false;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
    this.fields = facts.fields ?? {};
  }

  static offline(): ApiError {
    return new ApiError(text.errors.offline, { status: 0, code: "OFFLINE", retryable: true });
  }

  /** Reads both dialects: `{error, details}` of the orchestrator and `{errors: [...]}` of the content API. */
  static from(status: number, body: unknown, retryAfter?: number): ApiError {
    const it = isRecord(body) ? body : {};
    const first = Array.isArray(it.errors) && isRecord(it.errors[0]) ? it.errors[0] : {};
    const message = firstText(it.error, first.message) ?? sentenceFor(status);
    return new ApiError(message, {
      status,
      code: firstText(it.code) ?? "UNKNOWN",
      retryable: typeof it.retryable === "boolean" ? it.retryable : status >= 500 || status === 429,
      requestId: firstText(it.requestId),
      retryAfter,
      fields: { ...contentFields(first.data), ...orchestratorFields(it.details) },
    });
  }
}

/** What to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.message : text.errors.unexpected;
}

/**
 * What to show for a run that failed: what is wrong with what was given where that is told, else what happened.
 * A reason such as "expected a picture" becomes a sentence.
 */
export function reasonOf({ error, details }: { error: string; details?: unknown }): string {
  const reasons = Object.values(orchestratorFields(details));
  return reasons.length > 0 ? reasons.map(asSentence).join(" ") : error;
}

function asSentence(reason: string): string {
  const said = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

/** The JSON of an answer; null for anything else. */
export function answerOf(body: string): unknown {
  try {
    return body === "" ? null : JSON.parse(body);
  } catch {
    return null;
  }
}

function sentenceFor(status: number): string {
  if (status === 413) return text.errors.tooLarge;
  if (status === 429) return text.errors.tooMany;
  if (status >= 500) return text.errors.server;
  return text.errors.unexpected;
}

function contentFields(data: unknown): Record<string, string> {
  if (!isRecord(data) || !Array.isArray(data.errors)) return {};
  const pairs = data.errors
    .filter(isRecord)
    .flatMap((one) =>
      typeof one.path === "string" && typeof one.message === "string"
        ? [[one.path, one.message] as const]
        : [],
    );
  return Object.fromEntries(pairs);
}

function orchestratorFields(details: unknown): Record<string, string> {
  if (!isRecord(details) || !isRecord(details.fields)) return {};
  return Object.fromEntries(
    Object.entries(details.fields).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

function firstText(...candidates: unknown[]): string | undefined {
  return candidates.find((one): one is string => typeof one === "string" && one !== "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
