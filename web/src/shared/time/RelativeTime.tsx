import { format, formatDistance } from "date-fns";
import { useSyncExternalStore } from "react";
import { text } from "@/shared/text";

const MINUTE = 60_000;
let now = Date.now();

function everyMinute(changed: () => void): () => void {
  now = Date.now();
  const timer = setInterval(() => {
    now = Date.now();
    changed();
  }, MINUTE / 2);
  return () => clearInterval(timer);
}

/** "3 minutes ago", kept up to date, with the exact moment as its title. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const clock = useSyncExternalStore(everyMinute, () => now);
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return null;
  const present = Math.max(clock, moment.getTime());
  const words =
    present - moment.getTime() < MINUTE
      ? text.time.justNow
      : formatDistance(moment, present, { addSuffix: true }).replace(/^about /, "");
  return (
    <time dateTime={at} title={format(moment, "PPpp")} className={className}>
      {words}
    </time>
  );
}
