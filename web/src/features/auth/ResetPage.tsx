import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { ApiError } from "@/shared/api/errors";
import { checkPassword } from "@/shared/form/password";
import { useSubmit } from "@/shared/form/useSubmit";
import { askWhoIsThere } from "@/shared/session/keep";
import { text } from "@/shared/text";
import { Button, buttonLook } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { PasswordField } from "@/shared/ui/PasswordField";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { resetPassword } from "./api";
import { AuthFrame } from "./AuthFrame";
import { useToken } from "./useToken";

/** Where the link of a mail leads to: a new password, and then straight in. */
export function ResetPage() {
  usePageTitle(text.account.resetTitle);
  const token = useToken("/reset-password");
  const navigate = useNavigate();
  const [password, setPassword] = useState("");
  const [broken, setBroken] = useState(token === "");
  const { faults, problem, busy, onSubmit } = useSubmit(
    async () => {
      try {
        await resetPassword(token, password);
      } catch (error) {
        if (error instanceof ApiError && error.status === 403) return setBroken(true);
        throw error;
      }
      await askWhoIsThere();
      void navigate("/projects", { replace: true });
    },
    () => ({ password: checkPassword(password) }),
  );

  if (broken)
    return (
      <AuthFrame title={text.account.resetTitle} lead={text.account.resetBroken}>
        <Link to="/forgot-password" className={`${buttonLook("primary")} self-start`}>
          {text.account.resetAsk}
        </Link>
      </AuthFrame>
    );
  return (
    <AuthFrame title={text.account.resetTitle} lead={text.account.resetLead}>
      {problem && <Notice>{problem}</Notice>}
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <PasswordField
          label={text.account.newPassword}
          name="password"
          autoComplete="new-password"
          hint={text.auth.passwordHint}
          error={faults.password}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {text.account.resetSave}
        </Button>
      </form>
    </AuthFrame>
  );
}
