import { useState } from "react";
import type { User } from "@/shared/api/types";
import { useSubmit } from "@/shared/form/useSubmit";
import { text } from "@/shared/text";
import { CopyButton } from "@/shared/ui/CopyButton";
import { Field, inputLook } from "@/shared/ui/Field";
import { changeMe } from "./api";
import { SaveRow } from "./SaveRow";
import { Section } from "./Section";

export function Profile({ user }: { user: User }) {
  const [name, setName] = useState(user.name);
  const { faults, problem, done, busy, onSubmit } = useSubmit(
    () => changeMe(user.id, { name: name.trim() }),
    () => ({ name: name.trim() === "" ? text.account.required : undefined }),
  );
  return (
    <Section title={text.account.profile}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <Field label={text.account.name} error={faults.name}>
          {(wiring) => (
            <input
              {...wiring}
              name="name"
              autoComplete="name"
              className={inputLook}
              value={name}
              onChange={(event) => setName(event.target.value)}
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
      <dl className="flex flex-col">
        <Fact label={text.account.email} hint={text.account.emailHint}>
          {user.email}
        </Fact>
        <Fact label={text.account.memberId} hint={text.account.memberIdHint}>
          <span className="flex items-center gap-1">
            <code className="font-mono text-[0.8125rem]">{user.id}</code>
            <CopyButton content={user.id} className="-my-2.5" />
          </span>
        </Fact>
        <Fact label={text.account.plan} hint={planFacts(user)}>
          {text.account.plans[user.subscription?.tier ?? "free"]}
        </Fact>
      </dl>
    </Section>
  );
}

function planFacts(user: User): string {
  if (user.role === "admin") return text.account.planAdmin;
  const { maxProjects, maxEpisodesPerProject } = user.subscription ?? {};
  return text.account.planFacts(maxProjects ?? 1, maxEpisodesPerProject ?? 3);
}

function Fact({ label, hint, children }: { label: string; hint: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-x-4 border-t border-line py-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <dt className="text-faint">{label}</dt>
      <dd className="min-w-0">
        <span className="break-words">{children}</span>
        <span className="block text-[0.8125rem] text-faint">{hint}</span>
      </dd>
    </div>
  );
}
