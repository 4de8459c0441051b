import { ArrowLeft, Download, FileJson, MoreHorizontal, Pencil, Search, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { Conversation, Mode } from "@/shared/api/types";
import { sentenceOf } from "@/shared/api/errors";
import { useLoad } from "@/shared/load/useLoad";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { Button } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { Failure } from "@/shared/ui/Failure";
import { inputLook } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { Notice } from "@/shared/ui/Notice";
import { exportConversation, findConversations } from "./api";
import { DeleteDialog, RenameDialog } from "./HistoryDialogs";
import { NEW, useThreads } from "./thread";

const PAGE = 30;
const TYPING_MS = 250;

interface Props {
  mode: Mode;
  projectId: string;
  current: string;
  onGo: (thread: string) => void;
  onBack: () => void;
}

/** The conversations of a project: find, open, rename, export, delete. */
export function History({ mode, projectId, current, onGo, onBack }: Props) {
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const [asked, setAsked] = useState<{ to: "rename" | "delete"; conversation: Conversation } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const version = useThreads((state) => state.listVersion);
  const [found, again] = useLoad(JSON.stringify([projectId, mode, q, limit, version]), (signal) =>
    findConversations(projectId, mode, q, limit, signal),
  );
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  const page = found.data;
  const save = (conversation: Conversation, format: "md" | "json") => {
    setProblem(null);
    exportConversation(conversation.id, format).catch((error: unknown) => setProblem(sentenceOf(error)));
  };

  return (
    <section aria-label={text.chat.history} data-testid="history" className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-1 px-3 pt-3">
        <IconButton label={text.chat.back} onClick={onBack}>
          <ArrowLeft />
        </IconButton>
        <span className="relative block flex-1">
          <Search
            className="absolute top-1/2 left-3.5 size-4 -translate-y-1/2 text-faint"
            aria-hidden="true"
          />
          <input
            type="search"
            aria-label={text.chat.searchHistory}
            placeholder={text.chat.searchHistory}
            className={cx(inputLook, "pl-10")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </span>
      </div>
      {problem && (
        <div className="px-4 pt-3">
          <Notice>{problem}</Notice>
        </div>
      )}
      <div className="flex-1 overflow-y-auto px-3 py-3">
        {found.status === "failed" && (
          <Failure title={text.chat.historyFailed} error={found.error} onRetry={again} />
        )}
        {page?.docs.length === 0 && found.status === "ready" && (
          <p className="px-3 py-10 text-center text-faint">
            {q ? text.chat.historyNone : text.chat.historyEmpty}
          </p>
        )}
        <ul className="flex flex-col gap-0.5">
          {page?.docs.map((conversation) => (
            <li
              key={conversation.id}
              className={cx("flex items-center rounded-[10px]", conversation.id === current && "bg-hover")}
            >
              <button
                type="button"
                data-testid="conversation"
                aria-current={conversation.id === current ? "true" : undefined}
                className="flex min-h-14 min-w-0 flex-1 flex-col justify-center rounded-[10px] px-3 py-2 text-left transition-colors hover:bg-hover"
                onClick={() => onGo(conversation.id)}
              >
                <span className="w-full truncate font-medium">{conversation.name}</span>
                <RelativeTime
                  at={conversation.lastMessageAt ?? conversation.updatedAt}
                  className="text-[0.8125rem] text-faint"
                />
              </button>
              <Menu
                label={text.chat.actions(conversation.name)}
                trigger={<MoreHorizontal className="size-5" />}
                items={[
                  {
                    label: text.chat.rename,
                    icon: <Pencil />,
                    onSelect: () => setAsked({ to: "rename", conversation }),
                  },
                  { label: text.chat.exportMd, icon: <Download />, onSelect: () => save(conversation, "md") },
                  {
                    label: text.chat.exportJson,
                    icon: <FileJson />,
                    onSelect: () => save(conversation, "json"),
                  },
                  {
                    label: text.chat.delete,
                    icon: <Trash2 />,
                    danger: true,
                    onSelect: () => setAsked({ to: "delete", conversation }),
                  },
                ]}
              />
            </li>
          ))}
        </ul>
        {page?.hasNextPage && (
          <Button kind="plain" className="mx-auto mt-3 flex" onClick={() => setLimit(limit + PAGE)}>
            {text.chat.more}
          </Button>
        )}
      </div>
      {asked?.to === "rename" && (
        <RenameDialog conversation={asked.conversation} onClose={() => setAsked(null)} />
      )}
      {asked?.to === "delete" && (
        <DeleteDialog
          conversation={asked.conversation}
          onClose={() => setAsked(null)}
          onDeleted={() => asked.conversation.id === current && onGo(NEW)}
        />
      )}
    </section>
  );
}
