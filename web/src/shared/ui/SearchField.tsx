import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { cx } from "./cx";
import { inputLook } from "./Field";

const TYPING_MS = 250;

interface Props {
  label: string;
  value: string;
  className?: string;
  icon?: React.ReactNode;
  onChange: (value: string) => void;
}

/** A field to search with: what is typed counts after a pause, what comes from outside at once. */
export function SearchField({ label, value, className, icon, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <span
      className={cx(
        "relative block [&>svg]:absolute [&>svg]:top-1/2 [&>svg]:left-3.5 [&>svg]:size-4 [&>svg]:-translate-y-1/2 [&>svg]:text-faint",
        className,
      )}
    >
      {icon ?? <Search aria-hidden="true" />}
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        className={cx(inputLook, "pl-10")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </span>
  );
}
