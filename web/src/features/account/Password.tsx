import { useState } from "react";
import type { User } from "@/shared/api/types";
import { checkPassword } from "@/shared/form/password";
import { useSubmit } from "@/shared/form/useSubmit";
import { text } from "@/shared/text";
import { PasswordField } from "@/shared/ui/PasswordField";
import { changeMe } from "./api";
import { SaveRow } from "./SaveRow";
import { Section } from "./Section";

export function Password({ user, onChanged }: { user: User; onChanged: () => void }) {
  const [password, setPassword] = useState("");
  const { faults, problem, done, busy, onSubmit } = useSubmit(
    async () => {
      await changeMe(user.id, { password });
      setPassword("");
      onChanged();
    },
    () => ({ password: checkPassword(password) }),
  );
  return (
    <Section title={text.account.password} lead={text.account.passwordLead}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        {/* For password managers, which file a password under a name. */}
        <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordField
          label={text.account.newPassword}
          name="password"
          autoComplete="new-password"
          hint={text.auth.passwordHint}
          error={faults.password}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <SaveRow
          label={text.account.passwordSave}
          busy={busy}
          problem={problem}
          done={done ? text.account.passwordSaved : null}
        />
      </form>
    </Section>
  );
}
