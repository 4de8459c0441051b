import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { ApiError, sentenceOf } from "@/shared/api/errors";
import { useLoad } from "@/shared/load/useLoad";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { RelativeTime } from "@/shared/time/RelativeTime";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { endSession, findSessions, type Session } from "./api";
import { browserName } from "./browserName";
import { Section } from "./Section";

/** Where the account is signed in, and the way to end it there. `round` grows when that may have changed. */
export function Sessions({ round }: { round: number }) {
  const user = useSession((state) => state.user)!;
  const [found, again] = useLoad(`${user.id} ${round}`, (signal) => findSessions(user.id, signal));
  const [ending, setEnding] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const sessions = found.data ?? [];
  const others = sessions.filter((session) => !session.current);

  async function end(which: Session[], busy: string, done: string) {
    if (ending) return;
    setEnding(busy);
    setProblem(null);
    setSaid(null);
    try {
      for (const session of which) await endSession(user.id, session.id).catch(unlessGone);
      setSaid(done);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setEnding(null);
    again();
  }

  return (
    <Section title={text.account.sessions} lead={text.account.sessionsLead}>
      {problem && <Notice>{problem}</Notice>}
      {found.status === "failed" && (
        <p role="alert" className="text-bad">
          {text.account.sessionsFailed}{" "}
          <button type="button" className="min-h-11 underline underline-offset-4" onClick={again}>
            {text.errors.retry}
          </button>
        </p>
      )}
      {!found.data && found.status === "loading" && (
        <div className="shimmer h-16 rounded-xl" aria-hidden="true" />
      )}
      <ul className="flex flex-col">
        {sessions.map((session) => {
          const name = browserName(session.userAgent) ?? text.account.sessionUnknown;
          return (
            <li
              key={session.id}
              data-testid="session"
              className="flex items-center gap-3 border-b border-line py-2.5 first:border-t"
            >
              <MonitorSmartphone className="size-5 shrink-0 text-faint" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <span className="block truncate">
                  {name}
                  {session.current && <span className="text-tungsten"> ({text.account.thisSession})</span>}
                </span>
                <span className="text-[0.8125rem] text-faint">
                  {text.account.sessionSince} <RelativeTime at={session.createdAt} />
                </span>
              </span>
              {!session.current && (
                <Button
                  kind="plain"
                  aria-label={text.account.endSessionOf(name)}
                  busy={ending === session.id}
                  onClick={() => void end([session], session.id, text.account.ended)}
                >
                  {text.account.endSession}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap items-center gap-4 empty:hidden">
        {others.length > 0 && (
          <Button
            busy={ending === "others"}
            onClick={() => void end(others, "others", text.account.endedOthers)}
          >
            {text.account.endOthers}
          </Button>
        )}
        <p role="status" className="text-good empty:hidden">
          {said}
        </p>
      </div>
    </Section>
  );
}

function unlessGone(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
}
