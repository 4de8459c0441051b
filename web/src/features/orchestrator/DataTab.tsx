import { Link2 } from "lucide-react";
import { useState } from "react";
import { text } from "@/shared/text";
import { IconButton } from "@/shared/ui/IconButton";
import { useFileDrop } from "@/shared/ui/useFileDrop";
import { ACCEPT_IN_DATA, kindOf } from "@/shared/upload/kinds";
import { attach, detach, filesOf, useAttachments } from "./attach";
import { Composer } from "./Composer";
import { DataWelcome } from "./DataWelcome";
import { broughtIn } from "./bring";
import { LinkField, isAddress } from "./LinkField";
import { Panel } from "./Panel";
import type { TabProps } from "./tab";
import { givenTo } from "./talk";
import { useTalk } from "./useTalk";

/** Brings something into the film: a text, a file or a link, one at a time. */
export function DataTab(props: TabProps) {
  const { thread: key, projectId, projectTitle, wide, mayUpload, onBecame, onNew } = props;
  const talk = useTalk(key, projectId, onBecame);
  const attachments = useAttachments(talk.thread.attached);
  const [address, setAddress] = useState<string | null>(null);
  const { over, handlers } = useFileDrop(take, mayUpload);

  function take(given: File[]) {
    talk.thread.attached.forEach((upload) => detach(key, upload));
    setAddress(null);
    attach(key, projectId, given.slice(0, 1), (file) =>
      kindOf(file.name)?.family === "audio" ? text.modes.data.soundNotTaken : null,
    );
  }

  function send(content: string) {
    const mediaId = filesOf(attachments)[0];
    talk.say(broughtIn(content, address?.trim() || null, mediaId ?? null));
    setAddress(null);
  }

  return (
    <Panel
      mode="data"
      {...{ talk, wide, onNew }}
      welcome={<DataWelcome projectTitle={projectTitle} mayBring={mayUpload} />}
      drop={{ over, handlers, hint: text.modes.data.drop }}
      mayDecide={mayUpload}
      fromItsStart
      onSuggestion={send}
      onRetry={(runId) => {
        const asked = givenTo(key, runId);
        if (asked) talk.say(asked);
      }}
    >
      {mayUpload && (
        <Composer
          talk={talk}
          label={text.modes.data.inputLabel}
          placeholder={text.modes.data.placeholder}
          attachLabel={text.modes.data.attach}
          sendLabel={text.modes.data.send}
          attachments={attachments}
          mostFiles={1}
          accept={ACCEPT_IN_DATA}
          onFiles={take}
          onDetach={(upload) => detach(key, upload)}
          mayBeBlank={attachments.length > 0 || address !== null}
          held={address !== null && !isAddress(address)}
          above={
            address !== null && (
              <LinkField value={address} onChange={setAddress} onDrop={() => setAddress(null)} />
            )
          }
          tools={
            <IconButton
              label={text.modes.data.link}
              data-testid="data-link"
              disabled={attachments.length > 0}
              aria-pressed={address !== null}
              className="aria-pressed:bg-hover aria-pressed:text-ink"
              onClick={() => setAddress(address === null ? "" : null)}
            >
              <Link2 />
            </IconButton>
          }
          onSend={send}
        />
      )}
    </Panel>
  );
}
