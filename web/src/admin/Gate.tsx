import { lazy, Suspense, useEffect, useState } from "react";
import { askWhoIsThere, keepSession } from "@/shared/session/keep";
import { useSession } from "@/shared/session/store";
import { declarations, type Collection } from "./api/declarations";
import { Failed, Refused, Waiting } from "./Notices";
import { SignIn } from "./SignIn";

const Pages = lazy(async () => ({ default: (await import("./Pages")).Pages }));

/** Who stands before the door decides what there is: the login, a refusal, or the pages. */
export function Gate() {
  const session = useSession();
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(keepSession, []);
  useEffect(() => {
    askWhoIsThere().catch(setFailure);
  }, [attempt]);

  if (session.status === "anonymous") return <SignIn ended={session.ended} />;
  if (session.status === "signedIn")
    return session.user.role === "admin" ? (
      <Opened key={session.user.id} />
    ) : (
      <Refused email={session.user.email} />
    );
  const retry = () => {
    setFailure(null);
    setAttempt(attempt + 1);
  };
  return failure ? <Failed error={failure} onRetry={retry} /> : <Waiting />;
}

function Opened() {
  const [collections, setCollections] = useState<Collection[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    declarations().then(setCollections).catch(setFailure);
  }, [attempt]);

  const retry = () => {
    setFailure(null);
    setAttempt(attempt + 1);
  };
  if (failure) return <Failed error={failure} onRetry={retry} />;
  if (!collections) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      <Pages collections={collections} />
    </Suspense>
  );
}
