import { ChevronDown } from "lucide-react";
import type { SelectHTMLAttributes } from "react";
import { cx } from "./cx";
import { inputLook } from "./Field";

interface Props extends SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly (readonly [value: string, label: string])[];
  /** The entry for "nothing chosen". */
  empty?: string;
}

export function Select({ options, empty, className, ...rest }: Props) {
  return (
    <span className={cx("relative block", className)}>
      <select className={cx(inputLook, "appearance-none pr-10")} {...rest}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-faint"
        aria-hidden="true"
      />
    </span>
  );
}
