import type { ReactNode } from "react";

interface Props {
  /** What the page belongs to. */
  above?: string;
  title: string;
  /** How much there is; announced when it changes. */
  count: string;
  /** What can be done here. */
  children?: ReactNode;
}

/** The top of a page that lists things. */
export function PageHead({ above, title, count, children }: Props) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <div className="min-w-0">
        {above && <p className="truncate text-faint">{above}</p>}
        <h1 className="title-face text-[2rem]">{title}</h1>
        <p className="mt-1 min-h-6 text-faint" role="status">
          {count}
        </p>
      </div>
      <div className="flex flex-wrap gap-3">{children}</div>
    </div>
  );
}
