import { KeyRound } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "@/shared/api/errors";
import type { User } from "@/shared/api/types";
import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";
import { Confirm } from "@/shared/ui/Confirm";
import { CopyButton } from "@/shared/ui/CopyButton";
import { Notice } from "@/shared/ui/Notice";
import { makeKey, revokeKey } from "./api";
import { Section } from "./Section";

export function ApiKey({ user }: { user: User }) {
  const [key, setKey] = useState<string | null>(null);
  const [asking, setAsking] = useState<"renew" | "revoke" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [revoked, setRevoked] = useState(false);
  const there = user.hasAPIKey === true;

  async function make() {
    setKey(await makeKey(user.id));
    setRevoked(false);
  }

  async function revoke() {
    await revokeKey(user.id);
    setKey(null);
    setRevoked(true);
  }

  async function makeFirst() {
    setBusy(true);
    setProblem(null);
    await make().catch((error: unknown) => setProblem(sentenceOf(error)));
    setBusy(false);
  }

  return (
    <Section title={text.account.key} lead={text.account.keyLead}>
      {problem && <Notice>{problem}</Notice>}
      {key ? (
        <div
          role="status"
          className="flex flex-col gap-2 rounded-xl border border-tungsten bg-tungsten-wash p-4"
        >
          <p className="font-medium">{text.account.keyOnce}</p>
          <span className="flex items-center gap-2">
            <code data-testid="api-key" className="min-w-0 flex-1 font-mono text-[0.8125rem] break-all">
              {key}
            </code>
            <CopyButton content={key} className="-my-2" />
          </span>
          <p className="text-[0.8125rem] text-soft">
            {text.account.keyUse} <code className="font-mono break-all">Authorization: users API-Key …</code>
          </p>
        </div>
      ) : (
        <p role="status" className="flex items-center gap-2.5 text-soft">
          <KeyRound className="size-4 shrink-0" aria-hidden="true" />
          {revoked ? text.account.keyRevoked : there ? text.account.keyThere : text.account.keyNone}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        {there ? (
          <>
            <Button onClick={() => setAsking("renew")}>{text.account.keyRenew}</Button>
            <Button kind="danger" onClick={() => setAsking("revoke")}>
              {text.account.keyRevoke}
            </Button>
          </>
        ) : (
          <Button busy={busy} onClick={() => void makeFirst()}>
            {text.account.keyMake}
          </Button>
        )}
      </div>
      {asking === "renew" && (
        <Confirm
          title={text.account.keyRenewTitle}
          hint={text.account.keyRenewHint}
          action={text.account.keyRenew}
          cancel={text.account.cancel}
          onConfirm={make}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "revoke" && (
        <Confirm
          title={text.account.keyRevokeTitle}
          hint={text.account.keyRevokeHint}
          action={text.account.keyRevoke}
          cancel={text.account.cancel}
          onConfirm={revoke}
          onClose={() => setAsking(null)}
        />
      )}
    </Section>
  );
}
