import { type FormEvent, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { ApiError, sentenceOf } from "@/shared/api/errors";
import { useLoad } from "@/shared/load/useLoad";
import { signedIn } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Field, inputLook } from "@/shared/ui/Field";
import { focusFirstInvalid } from "@/shared/ui/focusFirstInvalid";
import { Notice } from "@/shared/ui/Notice";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { type Account, isFirst, register } from "./api";
import { AuthFrame } from "./AuthFrame";
import { checkAccount, type Faults } from "./check";
import { PasswordField } from "@/shared/ui/PasswordField";

export function RegisterPage() {
  usePageTitle(text.auth.register);
  const [params] = useSearchParams();
  const [init, askAgain] = useLoad("init", isFirst);
  const [values, setValues] = useState<Account>({ name: "", email: "", password: "" });
  const [faults, setFaults] = useState<Faults>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = init.data === true;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const found = checkAccount(values);
    setFaults(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return focusFirstInvalid(form);
    setBusy(true);
    try {
      const account = { ...values, name: values.name.trim(), email: values.email.trim() };
      const { user, exp } = await register(account, first);
      signedIn(user, exp);
    } catch (error) {
      setBusy(false);
      const fields = error instanceof ApiError ? error.fields : {};
      setFaults(fields);
      if (error instanceof ApiError && error.status === 403) {
        setProblem(first ? text.auth.notFirst : text.auth.closed);
        if (first) askAgain();
      } else if (error instanceof ApiError && error.status === 401) {
        // Registering never says that an email is taken; the sign-in that follows it does.
        setProblem(text.auth.taken);
      } else {
        setProblem(Object.keys(fields).length > 0 ? text.form.fix : sentenceOf(error));
      }
      focusFirstInvalid(form);
    }
  }

  const set = (field: keyof Account) => (event: { target: { value: string } }) =>
    setValues({ ...values, [field]: event.target.value });
  const next = params.get("next");
  if (init.status === "loading" && init.data === null) return null;
  return (
    <AuthFrame
      title={first ? text.auth.firstTitle : text.auth.registerTitle}
      lead={first ? text.auth.firstLead : text.auth.registerLead}
    >
      {problem && <Notice>{problem}</Notice>}
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <Field label={text.auth.name} error={faults.name}>
          {(wiring) => (
            <input
              {...wiring}
              name="name"
              autoComplete="name"
              className={inputLook}
              value={values.name}
              onChange={set("name")}
            />
          )}
        </Field>
        <Field label={text.auth.email} error={faults.email}>
          {(wiring) => (
            <input
              {...wiring}
              type="email"
              name="email"
              autoComplete="email"
              className={inputLook}
              value={values.email}
              onChange={set("email")}
            />
          )}
        </Field>
        <PasswordField
          name="password"
          autoComplete="new-password"
          hint={text.auth.passwordHint}
          error={faults.password}
          value={values.password}
          onChange={set("password")}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {text.auth.register}
        </Button>
      </form>
      {!first && (
        <p className="text-soft">
          {text.auth.haveAccount}{" "}
          <Link
            to={next ? `/login?next=${encodeURIComponent(next)}` : "/login"}
            className="text-ink underline underline-offset-4 hover:text-tungsten"
          >
            {text.auth.toSignIn}
          </Link>
        </p>
      )}
    </AuthFrame>
  );
}
