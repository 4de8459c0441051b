import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { inputLook } from "@/shared/ui/Field";

/** A message opened for another wording. Esc leaves it as it was. */
export function Revise(props: { content: string; onCancel: () => void; onSend: (content: string) => void }) {
  const [content, setContent] = useState(props.content);
  const area = useRef<HTMLTextAreaElement>(null);
  const ready = content.trim() !== "" && content.length <= 32_000;
  useEffect(() => {
    const element = area.current!;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      props.onCancel();
    } else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (ready) props.onSend(content.trim());
    }
  }

  return (
    <div className="flex flex-col gap-2">
      <textarea
        ref={area}
        rows={Math.min(10, props.content.split("\n").length + 1)}
        aria-label={text.chat.editLabel}
        data-testid="edit-input"
        className={`${inputLook} resize-y`}
        value={content}
        onChange={(event) => setContent(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="plain" onClick={props.onCancel}>
          {text.chat.cancel}
        </Button>
        <Button kind="primary" disabled={!ready} onClick={() => props.onSend(content.trim())}>
          {text.chat.editSend}
        </Button>
      </div>
    </div>
  );
}
