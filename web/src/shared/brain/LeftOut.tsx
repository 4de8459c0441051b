import { Link } from "react-router";
import { text } from "@/shared/text";
import { LEFT_OUT } from "./passage";

interface Props {
  projectId: string;
  /** What is shown. */
  among: (string | null | undefined)[];
  /** What sources disagree about, such as "age: 28 or 34". */
  undecided?: string[];
}

/** Says what is undecided and why `[…]` stands in what is shown, and where to decide about it. */
export function LeftOut({ projectId, among, undecided = [] }: Props) {
  const gaps = among.some((one) => one?.includes(LEFT_OUT));
  if (!gaps && undecided.length === 0) return null;
  return (
    <p
      data-testid="left-out"
      title={gaps ? text.brain.leftOutHint : undefined}
      className="mt-2 text-[0.8125rem] text-soft"
    >
      {gaps && undecided.length === 0 && (
        <span aria-hidden="true" className="slate-face mr-1.5 rounded-md bg-hover px-1.5">
          {LEFT_OUT}
        </span>
      )}
      {undecided.length > 0 ? text.brain.undecided(undecided) : text.brain.leftOut}{" "}
      <Link
        to={`/projects/${projectId}/brain?view=conflicts`}
        className="inline-block py-2.5 -my-2.5 text-daylight underline underline-offset-4"
      >
        {text.brain.toInbox}
      </Link>
    </p>
  );
}
