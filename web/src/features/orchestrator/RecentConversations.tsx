import { useSearchParams } from "react-router";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { Button } from "@/shared/ui/Button";
import { findConversations } from "./api";
import { ModeIcon } from "./ModeIcon";
import { modeOf } from "./modes";
import { NEW, useThreads } from "./thread";

const SHOWN = 5;

/** The last conversations about a project, each opening in the sheet. */
export function RecentConversations({ projectId }: { projectId: string }) {
  const [, setParams] = useSearchParams();
  const version = useThreads((state) => state.listVersion);
  const [found, again] = useLoad(`${projectId} ${version}`, (signal) =>
    findConversations(projectId, undefined, "", SHOWN, signal),
  );
  const open = (chat: string, mode: string) =>
    setParams(mode === "chat" ? { chat } : { chat, mode }, { preventScrollReset: true });
  return (
    <section aria-labelledby="conversations">
      <div className="mb-3 flex min-h-11 items-center justify-between gap-4">
        <h2 id="conversations" className="text-lg font-semibold">
          {text.project.conversations}
        </h2>
        <Button onClick={() => open(NEW, "chat")}>{text.project.talk}</Button>
      </div>
      {found.status === "failed" && (
        <p role="alert" className="text-bad">
          {text.project.conversationsFailed}{" "}
          <button type="button" className="min-h-11 underline underline-offset-4" onClick={again}>
            {text.errors.retry}
          </button>
        </p>
      )}
      {found.data?.docs.length === 0 && (
        <p className="border-t border-line py-4 text-faint">{text.project.noConversations}</p>
      )}
      <ul>
        {found.data?.docs.map((conversation) => (
          <li key={conversation.id} className="border-t border-line">
            <button
              type="button"
              className="flex min-h-12 w-full items-center justify-between gap-4 py-2.5 text-left transition-colors hover:text-tungsten"
              onClick={() => open(conversation.id, conversation.mode)}
            >
              <span className="flex min-w-0 items-center gap-2.5">
                <ModeIcon mode={modeOf(conversation.mode)} className="size-4 shrink-0 text-faint" />
                <span className="truncate">{conversation.name}</span>
              </span>
              <RelativeTime
                at={conversation.lastMessageAt ?? conversation.updatedAt}
                className="shrink-0 text-[0.8125rem] text-faint"
              />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
