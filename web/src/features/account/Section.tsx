import { type ReactNode, useId } from "react";

/** A part of the account page: its name and what it is for at the left, its controls at the right. */
export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-12 gap-y-5 border-t border-line py-8 md:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div className="flex flex-col gap-1.5">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {lead && <p className="text-faint">{lead}</p>}
      </div>
      <div className="flex min-w-0 max-w-[34rem] flex-col gap-5">{children}</div>
    </section>
  );
}
