import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cx } from "./cx";
import { IconButton } from "./IconButton";

interface Props {
  label: string;
  icon: ReactNode;
  /** Something is set in it that is not as usual. */
  marked?: boolean;
  className?: string;
  children: ReactNode;
}

/** A button with a small panel above it. Esc and a press outside close it; the focus returns to the button. */
export function Popover({ label, icon, marked = false, className, children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("[role=dialog]")?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  function onKeyDown(event: KeyboardEvent) {
    if (!open || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  }

  return (
    <div
      ref={root}
      className="relative"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.relatedTarget && !root.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <IconButton
        ref={button}
        label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className="relative"
        onClick={() => setOpen(!open)}
      >
        {icon}
        {marked && <span className="absolute top-2 right-2 size-2 rounded-full bg-lamp" aria-hidden="true" />}
      </IconButton>
      {open && (
        <div
          id={id}
          role="dialog"
          aria-label={label}
          tabIndex={-1}
          className={cx(
            "absolute bottom-full left-0 z-30 mb-2 rounded-xl border border-line bg-raised p-4 shadow-2xl outline-none",
            className,
          )}
        >
          {children}
        </div>
      )}
    </div>
  );
}
