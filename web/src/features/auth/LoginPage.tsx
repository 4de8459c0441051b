import { type FormEvent, useState } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { ApiError, sentenceOf } from "@/shared/api/errors";
import { useLoad } from "@/shared/load/useLoad";
import { signedIn, useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Field, inputLook } from "@/shared/ui/Field";
import { focusFirstInvalid } from "@/shared/ui/focusFirstInvalid";
import { Notice } from "@/shared/ui/Notice";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { isFirst, login } from "./api";
import { AuthFrame } from "./AuthFrame";
import { PasswordField } from "@/shared/ui/PasswordField";
import { checkLogin, type Faults } from "./check";

export function LoginPage() {
  usePageTitle(text.auth.signIn);
  const [params] = useSearchParams();
  const [init] = useLoad("init", isFirst);
  const ended = useSession((state) => state.status === "anonymous" && state.ended);
  const [values, setValues] = useState({ email: "", password: "" });
  const [faults, setFaults] = useState<Faults>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const found = checkLogin(values);
    setFaults(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return focusFirstInvalid(event.currentTarget);
    setBusy(true);
    try {
      const { user, exp } = await login(values.email.trim(), values.password);
      signedIn(user, exp);
    } catch (error) {
      setProblem(error instanceof ApiError && error.status === 401 ? text.auth.wrong : sentenceOf(error));
      setBusy(false);
    }
  }

  const next = params.get("next");
  if (init.data === true) return <Navigate to="/register" replace />;
  return (
    <AuthFrame title={text.auth.signInTitle} lead={text.auth.signInLead}>
      {ended && !problem && <Notice tone="info">{text.auth.ended}</Notice>}
      {problem && <Notice>{problem}</Notice>}
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
        <Field label={text.auth.email} error={faults.email}>
          {(wiring) => (
            <input
              {...wiring}
              type="email"
              name="email"
              autoComplete="username"
              className={inputLook}
              value={values.email}
              onChange={(event) => setValues({ ...values, email: event.target.value })}
            />
          )}
        </Field>
        <PasswordField
          name="password"
          autoComplete="current-password"
          error={faults.password}
          value={values.password}
          onChange={(event) => setValues({ ...values, password: event.target.value })}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {text.auth.signIn}
        </Button>
        <Link
          to="/forgot-password"
          className="self-start text-soft underline underline-offset-4 hover:text-ink"
        >
          {text.account.forgot}
        </Link>
      </form>
      <p className="text-soft">
        {text.auth.noAccount}{" "}
        <Link
          to={next ? `/register?next=${encodeURIComponent(next)}` : "/register"}
          className="text-ink underline underline-offset-4 hover:text-tungsten"
        >
          {text.auth.toRegister}
        </Link>
      </p>
    </AuthFrame>
  );
}
