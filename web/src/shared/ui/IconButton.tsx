import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./cx";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
  small?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A square of 44 pixels with an icon; `label` is its name and its tooltip. */
export function IconButton({ label, small = false, children, className, type = "button", ...rest }: Props) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cx(
        "inline-flex size-11 shrink-0 items-center justify-center rounded-[10px] text-soft transition-colors hover:bg-hover hover:text-ink disabled:opacity-50 [&_svg]:stroke-[1.75]",
        small ? "[&_svg]:size-4" : "[&_svg]:size-[1.2rem]",
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
