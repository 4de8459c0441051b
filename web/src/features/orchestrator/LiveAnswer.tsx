import { text } from "@/shared/text";
import { AnswerFrame } from "./AnswerFrame";
import { GrowingMarkdown } from "./Markdown";
import type { Live } from "./thread";

/** An answer while it is given. Screen readers hear of it when it is complete. */
export function LiveAnswer({ live }: { live: Live }) {
  const note = noteOf(live);
  return (
    <AnswerFrame>
      <div data-live="true" aria-busy="true">
        {live.text === "" ? (
          <p className="caret text-faint">
            {live.stage === "queued" ? text.chat.queued : text.chat.thinking}
          </p>
        ) : (
          <GrowingMarkdown source={live.text} />
        )}
      </div>
      {note && <p className="mt-2 text-[0.8125rem] text-daylight">{note}</p>}
    </AnswerFrame>
  );
}

function noteOf(live: Live): string | null {
  if (live.link === "lost") return text.chat.reconnecting;
  return live.note ? text.chat[live.note] : null;
}
