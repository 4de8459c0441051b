import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { text } from "@/shared/text";
import { IconButton } from "./IconButton";

const SHOWN_MS = 2_000;

export function CopyButton({ content, className }: { content: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  // Browsers offer the clipboard to secure pages only.
  if (!("clipboard" in navigator)) return null;
  return (
    <IconButton
      label={copied ? text.chat.copied : text.chat.copy}
      small
      className={className}
      onClick={() =>
        void navigator.clipboard.writeText(content).then(
          () => setCopied(true),
          () => undefined,
        )
      }
    >
      {copied ? <Check /> : <Copy />}
    </IconButton>
  );
}
