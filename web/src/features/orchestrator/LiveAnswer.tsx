import { text } from "@/shared/text";
import { AnswerFrame } from "./AnswerFrame";
import { GrowingMarkdown } from "./Markdown";
import { QueryAnswer } from "./QueryAnswer";
import { StepList } from "./StepList";
import type { Live } from "./thread";

/** An answer while it is given. Screen readers hear of it when it is complete. */
export function LiveAnswer({ live }: { live: Live }) {
  const note = noteOf(live);
  return (
    <AnswerFrame>
      <div data-live="true" aria-busy="true">
        {live.text !== "" ? (
          <QueryAnswer
            evidence={{ results: live.found, citations: [], degraded: false }}
            runId={live.runId}
            growing
          >
            <GrowingMarkdown source={live.text} />
          </QueryAnswer>
        ) : live.steps.length > 0 ? (
          <StepList steps={live.steps} />
        ) : (
          <p className="caret text-faint">{waitingFor(live)}</p>
        )}
      </div>
      {note && <p className="mt-2 text-[0.8125rem] text-daylight">{note}</p>}
    </AnswerFrame>
  );
}

function waitingFor(live: Live): string {
  if (live.stage === "queued") return text.chat.queued;
  if (live.mode === "data") return text.modes.data.working;
  if (live.mode === "query" && live.found.length === 0) return text.modes.query.searching;
  return live.mode === "query" ? text.modes.query.found(live.found.length) : text.chat.thinking;
}

function noteOf(live: Live): string | null {
  if (live.link === "lost") return text.chat.reconnecting;
  return live.note ? text.chat[live.note] : null;
}
