import { text } from "@/shared/text";
import { useFileDrop } from "@/shared/ui/useFileDrop";
import { attach, detach, filesOf, useAttachments } from "./attach";
import { Composer } from "./Composer";
import { Panel } from "./Panel";
import type { TabProps } from "./tab";
import { retry, revise } from "./talk";
import { useTalk } from "./useTalk";
import { Welcome } from "./Welcome";

export function ChatTab({
  thread: key,
  projectId,
  projectTitle,
  wide,
  mayUpload,
  onBecame,
  onNew,
}: TabProps) {
  const talk = useTalk(key, projectId, onBecame);
  const attachments = useAttachments(talk.thread.attached);
  const take = (given: File[]) => attach(key, projectId, given);
  const { over, handlers } = useFileDrop(take, mayUpload);

  function send(content: string) {
    const files = filesOf(attachments);
    const asked = files.length > 0 ? { attachments: files } : {};
    talk.say({ mode: "chat", content, attachments: files, asked });
  }

  return (
    <Panel
      mode="chat"
      {...{ talk, wide, onNew }}
      welcome={
        <Welcome
          title={text.chat.welcome}
          hint={text.chat.welcomeHint(projectTitle)}
          starters={text.chat.starters}
          onStart={send}
        />
      }
      drop={{ over, handlers, hint: text.chat.dropFiles }}
      onSuggestion={send}
      onRevise={(message, content) => void revise(key, projectId, "chat", message, content)}
      onRetry={(runId) => void retry(key, projectId, "chat", runId)}
    >
      <Composer
        talk={talk}
        label={text.chat.inputLabel}
        placeholder={text.chat.placeholder}
        attachments={attachments}
        onFiles={mayUpload ? take : null}
        onDetach={(upload) => detach(key, upload)}
        onSend={send}
      />
    </Panel>
  );
}
