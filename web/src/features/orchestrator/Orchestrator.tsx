import { MessagesSquare } from "lucide-react";
import { useEffect, useLayoutEffect } from "react";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Sheet } from "./Sheet";
import { leave } from "./talk";
import { belongTo, NEW } from "./thread";
import { useAddress } from "./useAddress";

const onMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

interface Props {
  projectId: string;
  projectTitle: string;
  mayUpload: boolean;
}

/**
 * The studio assistant of a project: a floating button and a sheet from the right. What is open stands in the address
 * (`?chat=`), so that a reload, a bookmark and the back button find it again.
 */
export function Orchestrator({ projectId, projectTitle, mayUpload }: Props) {
  const address = useAddress();
  const { toggle } = address;
  const userId = useSession((state) => state.user?.id);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== "k" ||
        !(event.metaKey || event.ctrlKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      if (document.querySelector("dialog.dialog[open]")) return;
      event.preventDefault();
      toggle();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [toggle]);

  // Before the effects of what is inside, which load into it.
  useLayoutEffect(() => {
    belongTo(`${userId} ${projectId}`);
    return leave;
  }, [userId, projectId]);

  return (
    <>
      <button
        type="button"
        data-testid="ai-chat-toggle"
        aria-label={text.chat.open}
        aria-keyshortcuts={onMac ? "Meta+K" : "Control+K"}
        aria-expanded={address.chat !== null}
        title={`${text.chat.open} (${text.chat.shortcut(onMac)})`}
        className="fixed right-5 bottom-5 z-20 grid size-14 place-items-center rounded-full bg-action text-action-ink shadow-xl transition-[background-color,transform] hover:bg-action-hover active:scale-95 sm:right-7 sm:bottom-7"
        onClick={toggle}
      >
        <MessagesSquare className="size-6" aria-hidden="true" />
      </button>
      <Sheet
        open={address.chat !== null}
        mode={address.mode}
        conversation={address.chat ?? NEW}
        projectId={projectId}
        projectTitle={projectTitle}
        mayUpload={mayUpload}
        onClose={address.close}
        onMode={address.choose}
        onGo={address.go}
        onBecame={address.become}
      />
    </>
  );
}
