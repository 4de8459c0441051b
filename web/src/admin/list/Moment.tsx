import { format } from "date-fns";

const FORMS = { day: "d MMM yyyy", minute: "d MMM yyyy, HH:mm", second: "d MMM yyyy, HH:mm:ss" };

/** A moment as the reader's clock has it, as exact as `to` says; its title has the rest. */
export function Moment({ value, to = "minute" }: { value: unknown; to?: keyof typeof FORMS }) {
  const moment = typeof value === "string" ? new Date(value) : null;
  if (!moment || Number.isNaN(moment.getTime())) return null;
  return (
    <time dateTime={moment.toISOString()} title={format(moment, "PPpp")}>
      {format(moment, FORMS[to])}
    </time>
  );
}
