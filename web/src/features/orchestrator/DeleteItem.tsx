import { Trash2 } from "lucide-react";
import { useState } from "react";
import { ApiError } from "@/shared/api/errors";
import { deleteItem } from "@/shared/brain/api";
import { brainChanged } from "@/shared/brain/changed";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Confirm } from "@/shared/ui/Confirm";

/** Takes back what was brought in, after asking once more. Where somebody else was faster, that is as good. */
export function DeleteItem({ item, name, onDeleted }: { item: string; name: string; onDeleted: () => void }) {
  const [asked, setAsked] = useState(false);

  async function remove() {
    await deleteItem(item).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    });
    brainChanged();
    onDeleted();
  }

  return (
    <>
      <Button
        kind="plain"
        className="-mb-2 -ml-4 self-start text-bad"
        data-testid="delete-item"
        onClick={() => setAsked(true)}
      >
        <Trash2 aria-hidden="true" />
        {text.modes.data.remove}
      </Button>
      {asked && (
        <Confirm
          title={text.modes.data.removeTitle(name)}
          hint={text.modes.data.removeHint}
          action={text.modes.data.remove}
          cancel={text.brain.form.cancel}
          onClose={() => setAsked(false)}
          onConfirm={remove}
        />
      )}
    </>
  );
}
