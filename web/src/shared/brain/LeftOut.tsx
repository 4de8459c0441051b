import { Link } from "react-router";
import { text } from "@/shared/text";
import { LEFT_OUT } from "./passage";

interface Props {
  projectId: string;
  /** What is shown. */
  among: (string | null | undefined)[];
}

/** Says why `[…]` stands in what is shown, and where to decide about it. */
export function LeftOut({ projectId, among }: Props) {
  if (!among.some((one) => one?.includes(LEFT_OUT))) return null;
  return (
    <p data-testid="left-out" title={text.brain.leftOutHint} className="mt-2 text-[0.8125rem] text-soft">
      <span aria-hidden="true" className="slate-face mr-1.5 rounded-md bg-hover px-1.5">
        {LEFT_OUT}
      </span>
      {text.brain.leftOut}{" "}
      <Link
        to={`/projects/${projectId}/brain?view=conflicts`}
        className="inline-block py-2.5 -my-2.5 text-daylight underline underline-offset-4"
      >
        {text.brain.toInbox}
      </Link>
    </p>
  );
}
