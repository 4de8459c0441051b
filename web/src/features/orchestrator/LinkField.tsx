import { X } from "lucide-react";
import { useId, useState } from "react";
import { text } from "@/shared/text";
import { inputLook } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";

interface Props {
  value: string;
  onChange: (value: string) => void;
  onDrop: () => void;
}

/** The address of something to bring in. */
export function LinkField({ value, onChange, onDrop }: Props) {
  const id = useId();
  const [left, setLeft] = useState(false);
  const bad = left && value.trim() !== "" && !isAddress(value);
  return (
    <div className="pb-1.5">
      <div className="flex items-center gap-1">
        <input
          type="url"
          inputMode="url"
          autoFocus
          data-testid="data-url"
          aria-label={text.modes.data.linkLabel}
          aria-invalid={bad || undefined}
          aria-describedby={bad ? id : undefined}
          placeholder={text.modes.data.linkPlaceholder}
          className={inputLook}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setLeft(true)}
        />
        <IconButton label={text.modes.data.dropLink} onClick={onDrop}>
          <X />
        </IconButton>
      </div>
      {bad && (
        <p id={id} className="px-1 pt-1 text-[0.8125rem] text-bad">
          {text.modes.data.linkBad}
        </p>
      )}
    </div>
  );
}

export function isAddress(written: string): boolean {
  const url = URL.parse(written.trim());
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.hostname !== "";
}
