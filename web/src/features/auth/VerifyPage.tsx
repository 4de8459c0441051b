import { useState } from "react";
import { Link } from "react-router";
import { ApiError } from "@/shared/api/errors";
import { useSubmit } from "@/shared/form/useSubmit";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Button, buttonLook } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { verifyEmail } from "./api";
import { AuthFrame } from "./AuthFrame";
import { useToken } from "./useToken";

/** Confirms an address with a click: programs that look into mails for links must not use it up. */
export function VerifyPage() {
  usePageTitle(text.account.verifyTitle);
  const token = useToken("/verify");
  const signedIn = useSession((state) => state.status === "signedIn");
  const [outcome, setOutcome] = useState<"open" | "done" | "broken">(token ? "open" : "broken");
  const { problem, busy, onSubmit } = useSubmit(async () => {
    try {
      await verifyEmail(token);
      setOutcome("done");
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 429) return setOutcome("broken");
      throw error;
    }
  });

  const lead = {
    open: text.account.verifyLead,
    done: text.account.verified,
    broken: text.account.verifyBroken,
  };
  return (
    <AuthFrame title={text.account.verifyTitle} lead={lead[outcome]}>
      {problem && <Notice>{problem}</Notice>}
      {outcome === "open" ? (
        <form noValidate onSubmit={onSubmit}>
          <Button kind="primary" type="submit" busy={busy}>
            {text.account.verifyAction}
          </Button>
        </form>
      ) : (
        <Link to={signedIn ? "/projects" : "/login"} className={`${buttonLook("primary")} self-start`}>
          {signedIn ? text.account.verifyGo : text.account.toSignIn}
        </Link>
      )}
    </AuthFrame>
  );
}
