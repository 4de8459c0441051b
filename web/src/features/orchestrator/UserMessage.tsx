import { ChevronLeft, ChevronRight, Pencil } from "lucide-react";
import { useState } from "react";
import type { Message } from "@/shared/api/types";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { IconButton } from "@/shared/ui/IconButton";
import { CopyButton } from "@/shared/ui/CopyButton";
import { MessageFiles } from "./MessageFiles";
import { Revise } from "./Revise";

interface Props {
  message: Message;
  version: { at: number; of: number; go: (at: number) => void };
  locked: boolean;
  onRevise?: (content: string) => void;
}

export function UserMessage({ message, version, locked, onRevise }: Props) {
  const [revising, setRevising] = useState(false);
  if (revising && onRevise)
    return (
      <Revise
        content={message.content}
        onCancel={() => setRevising(false)}
        onSend={(content) => {
          setRevising(false);
          onRevise(content);
        }}
      />
    );
  return (
    <article
      data-testid="user-message"
      aria-label={text.chat.you}
      className="group flex flex-col items-end gap-0.5"
    >
      {message.attachments && message.attachments.length > 0 && <MessageFiles ids={message.attachments} />}
      {message.content !== "" && (
        <p className="max-w-[88%] rounded-2xl rounded-br-md bg-tungsten-wash px-4 py-2.5 break-words whitespace-pre-wrap">
          {message.content}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end text-xs text-faint">
        <RelativeTime at={message.createdAt} className="mr-1" />
        {version.of > 1 && (
          <span className="flex items-center">
            <IconButton
              label={text.chat.older}
              disabled={version.at === 1 || locked}
              small
              className="-mr-2"
              onClick={() => version.go(version.at - 1)}
            >
              <ChevronLeft />
            </IconButton>
            <span className="slate-face" aria-label={text.chat.version(version.at, version.of)} role="img">
              {version.at}/{version.of}
            </span>
            <IconButton
              label={text.chat.newer}
              disabled={version.at === version.of || locked}
              small
              className="-ml-2"
              onClick={() => version.go(version.at + 1)}
            >
              <ChevronRight />
            </IconButton>
          </span>
        )}
        {onRevise && (
          <IconButton
            label={text.chat.edit}
            data-testid="edit-message"
            disabled={locked}
            small
            className="-mx-1"
            onClick={() => setRevising(true)}
          >
            <Pencil />
          </IconButton>
        )}
        <CopyButton content={message.content} className="-mr-3" />
      </div>
    </article>
  );
}
