import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Notice } from "./Notice";

interface Props {
  title: string;
  hint: string;
  action: string;
  cancel: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back, and stays open to say why it failed. */
export function Confirm({ title, hint, action, cancel, onConfirm, onClose }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setBusy(false);
      setProblem(sentenceOf(error));
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <p className="break-words text-soft">{hint}</p>
      {problem && <Notice>{problem}</Notice>}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="plain" data-autofocus onClick={onClose}>
          {cancel}
        </Button>
        <Button kind="danger" busy={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
