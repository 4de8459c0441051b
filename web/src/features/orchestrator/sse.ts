import { ApiError } from "@/shared/api/errors";

export interface Frame {
  id: string | null;
  data: string;
}

/**
 * The frames of a `text/event-stream` body. Yields `null` for a comment, which is a sign of life. Bytes may be cut
 * anywhere, in the middle of a character or between CR and LF. A frame without its blank line was cut and is dropped.
 * A broken connection is `ApiError`.
 */
export async function* frames(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame | null> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let id: string | null = null;
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw ApiError.offline();
      });
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const held = rest.endsWith("\r") ? 1 : 0;
      const lines = rest.slice(0, rest.length - held).split(/\r\n|\n|\r/);
      rest = lines.pop()! + rest.slice(rest.length - held);
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { id, data: data.join("\n") };
          data = [];
        } else if (line.startsWith(":")) {
          yield null;
        } else {
          const [, field, content] = /^([^:]*):? ?(.*)$/s.exec(line)!;
          if (field === "data") data.push(content!);
          if (field === "id" && !content!.includes("\0")) id = content!;
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
