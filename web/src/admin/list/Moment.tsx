import { format } from "date-fns";

/** A moment as the reader's clock has it; `day` leaves the time to the title. */
export function Moment({ value, day }: { value: unknown; day?: boolean }) {
  const moment = typeof value === "string" ? new Date(value) : null;
  if (!moment || Number.isNaN(moment.getTime())) return null;
  return (
    <time dateTime={moment.toISOString()} title={format(moment, "PPpp")}>
      {format(moment, day ? "d MMM yyyy" : "d MMM yyyy, HH:mm")}
    </time>
  );
}
