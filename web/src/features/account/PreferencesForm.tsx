import { useState } from "react";
import type { User } from "@/shared/api/types";
import { useSubmit } from "@/shared/form/useSubmit";
import { type Preferences, preferencesOf } from "@/shared/session/preferences";
import { text } from "@/shared/text";
import { Field } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
import { changeMe } from "./api";
import { SaveRow } from "./SaveRow";
import { Section } from "./Section";

export function PreferencesForm({ user }: { user: User }) {
  const [values, setValues] = useState<Preferences>(preferencesOf(user));
  const { faults, problem, done, busy, onSubmit } = useSubmit(() =>
    changeMe(user.id, { preferences: { ...user.preferences, ...values } }),
  );
  return (
    <Section title={text.account.preferences}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <Field label={text.account.sendWith} error={faults.preferences}>
          {(wiring) => (
            <Select
              {...wiring}
              options={Object.entries(text.account.sendOptions)}
              value={values.sendWith}
              onChange={(event) =>
                setValues({ ...values, sendWith: event.target.value as Preferences["sendWith"] })
              }
            />
          )}
        </Field>
        <Field label={text.account.sheet}>
          {(wiring) => (
            <Select
              {...wiring}
              options={Object.entries(text.account.sheetOptions)}
              value={values.sheet}
              onChange={(event) =>
                setValues({ ...values, sheet: event.target.value as Preferences["sheet"] })
              }
            />
          )}
        </Field>
        <SaveRow
          label={text.account.save}
          busy={busy}
          problem={problem}
          done={done ? text.account.saved : null}
        />
      </form>
    </Section>
  );
}
