import { useState } from "react";
import { Link } from "react-router";
import { useSubmit } from "@/shared/form/useSubmit";
import { text } from "@/shared/text";
import { Button, buttonLook } from "@/shared/ui/Button";
import { Field, inputLook } from "@/shared/ui/Field";
import { Notice } from "@/shared/ui/Notice";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { askForReset } from "./api";
import { AuthFrame } from "./AuthFrame";
import { checkEmail } from "./check";

/** Asks for the link that resets a password. What it says never tells whether there is such an account. */
export function ForgotPage() {
  usePageTitle(text.account.forgotTitle);
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { faults, problem, busy, onSubmit } = useSubmit(
    async () => {
      await askForReset(email.trim());
      setSent(true);
    },
    () => ({ email: checkEmail(email) }),
  );

  if (sent)
    return (
      <AuthFrame title={text.account.forgotSentTitle} lead={text.account.forgotSent(email.trim())}>
        <div className="flex flex-wrap gap-3">
          <Link to="/login" className={buttonLook("quiet")}>
            {text.account.toSignIn}
          </Link>
          <Button kind="plain" onClick={() => setSent(false)}>
            {text.account.forgotAgain}
          </Button>
        </div>
      </AuthFrame>
    );
  return (
    <AuthFrame title={text.account.forgotTitle} lead={text.account.forgotLead}>
      {problem && <Notice>{problem}</Notice>}
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <Field label={text.auth.email} error={faults.email}>
          {(wiring) => (
            <input
              {...wiring}
              type="email"
              name="email"
              autoComplete="username"
              className={inputLook}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" busy={busy}>
          {text.account.forgotSend}
        </Button>
      </form>
      <p>
        <Link to="/login" className="text-soft underline underline-offset-4 hover:text-ink">
          {text.account.toSignIn}
        </Link>
      </p>
    </AuthFrame>
  );
}
