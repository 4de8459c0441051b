import { useState } from "react";
import type { CollaboratorRole } from "@/shared/api/types";
import { useSubmit } from "@/shared/form/useSubmit";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field, inputLook } from "@/shared/ui/Field";
import { Notice } from "@/shared/ui/Notice";
import { Select } from "@/shared/ui/Select";
import { findUserByEmail } from "./api";

const ROLES = Object.entries(text.team.roles) as [CollaboratorRole, string][];

interface Props {
  taken: string[];
  /** Administrators may look accounts up; everybody else is told the member ID by its owner. */
  byEmail: boolean;
  onAdd: (user: string, role: CollaboratorRole) => Promise<void>;
  onClose: () => void;
}

export function AddMember({ taken, byEmail, onAdd, onClose }: Props) {
  const [who, setWho] = useState("");
  const [role, setRole] = useState<CollaboratorRole>("editor");
  const [unknown, setUnknown] = useState<string | undefined>();
  const { faults, problem, busy, onSubmit } = useSubmit(
    async () => {
      const user = who.includes("@") ? await findUserByEmail(who.trim()) : who.trim();
      if (!user) return setUnknown(text.team.unknown);
      if (taken.includes(user)) return setUnknown(text.team.taken);
      await onAdd(user, role);
    },
    () => {
      setUnknown(undefined);
      if (who.trim() === "") return { who: text.team.required };
      return !byEmail && who.includes("@") ? { who: text.team.idNotEmail } : {};
    },
  );
  const fault = faults.who ?? unknown ?? Object.entries(faults).find(([path]) => path !== "who")?.[1];
  return (
    <Dialog title={text.team.addTitle} onClose={onClose}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        {problem && !fault && <Notice>{problem}</Notice>}
        <Field
          label={byEmail ? text.team.whoByEmail : text.team.who}
          hint={text.team.whoHint}
          error={fault ? (faults.who ?? unknown ?? text.team.unknown) : undefined}
        >
          {(wiring) => (
            <input
              {...wiring}
              name="who"
              data-autofocus
              autoComplete="off"
              className={inputLook}
              value={who}
              onChange={(event) => setWho(event.target.value)}
            />
          )}
        </Field>
        <Field label={text.team.role} hint={text.team.roleHints[role]}>
          {(wiring) => (
            <Select
              {...wiring}
              options={ROLES}
              value={role}
              onChange={(event) => setRole(event.target.value as CollaboratorRole)}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-3">
          <Button kind="plain" onClick={onClose}>
            {text.form.cancel}
          </Button>
          <Button kind="primary" type="submit" busy={busy}>
            {text.team.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
