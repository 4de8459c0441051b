import { type FormEvent, useState } from "react";
import { ApiError, sentenceOf } from "@/shared/api/errors";
import type { Conversation } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field, inputLook } from "@/shared/ui/Field";
import { Notice } from "@/shared/ui/Notice";
import { deleteConversation, renameConversation } from "./api";
import { drop, touchList } from "./thread";

export function RenameDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const [name, setName] = useState(conversation.name);
  const [fault, setFault] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || name.trim() === "") return;
    setBusy(true);
    try {
      await renameConversation(conversation.id, name.trim());
      touchList();
      onClose();
    } catch (error) {
      setBusy(false);
      setFault((error instanceof ApiError ? error.fields.name : undefined) ?? sentenceOf(error));
    }
  }

  return (
    <Dialog title={text.chat.renameTitle} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <Field label={text.chat.name} error={fault}>
          {(wiring) => (
            <input
              {...wiring}
              name="name"
              data-autofocus
              className={inputLook}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-3">
          <Button kind="plain" onClick={onClose}>
            {text.chat.cancel}
          </Button>
          <Button kind="primary" type="submit" busy={busy} disabled={name.trim() === ""}>
            {text.chat.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface DeleteProps {
  conversation: Conversation;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteDialog({ conversation, onClose, onDeleted }: DeleteProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    try {
      await deleteConversation(conversation.id);
      drop(conversation.id);
      touchList();
      onClose();
      onDeleted();
    } catch (error) {
      setBusy(false);
      setProblem(sentenceOf(error));
    }
  }

  return (
    <Dialog title={text.chat.deleteTitle} onClose={onClose}>
      <p className="break-words text-soft">{text.chat.deleteHint(conversation.name)}</p>
      {problem && <Notice>{problem}</Notice>}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="plain" data-autofocus onClick={onClose}>
          {text.chat.cancel}
        </Button>
        <Button kind="danger" busy={busy} onClick={() => void confirm()}>
          {text.chat.delete}
        </Button>
      </div>
    </Dialog>
  );
}
