import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cx } from "./cx";

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  onSelect: () => void;
}

interface Props {
  label: string;
  trigger: ReactNode;
  triggerClass?: string;
  header?: ReactNode;
  items: MenuItem[];
}

/** A button with a menu: arrows move, Home and End jump, Esc and Tab close, focus returns to the button. */
export function Menu({ label, trigger, triggerClass, header, items }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const entries = () => Array.from(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []);
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!open) return;
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all.at(to % all.length)?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      setOpen(false);
    }
  }

  return (
    <div ref={root} className="relative" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className={cx(
          "inline-flex min-h-11 min-w-11 items-center justify-center rounded-[10px] text-soft transition-colors hover:bg-hover hover:text-ink",
          triggerClass,
        )}
        onClick={() => setOpen(!open)}
      >
        {trigger}
        <span className="sr-only">{label}</span>
      </button>
      {open && (
        <div className="absolute right-0 z-30 mt-1 w-60 rounded-xl border border-line bg-raised p-1.5 shadow-2xl">
          {header}
          <div ref={list} id={id} role="menu" aria-label={label}>
            {items.map((item) => (
              <button
                key={item.label}
                type="button"
                role="menuitem"
                tabIndex={-1}
                className={cx(
                  "flex min-h-11 w-full items-center gap-3 rounded-lg px-3 text-left transition-colors hover:bg-hover focus-visible:bg-hover [&_svg]:size-4 [&_svg]:shrink-0",
                  item.danger ? "text-bad" : "text-ink",
                )}
                onClick={() => {
                  close();
                  item.onSelect();
                }}
              >
                {item.icon}
                {item.label}
              </button>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
