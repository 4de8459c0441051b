import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState, type FormEvent } from "react";
import { request } from "@/shared/api/client";
import { sentenceOf } from "@/shared/api/errors";
import type { User } from "@/shared/api/types";
import { signedIn } from "@/shared/session/store";
import { Frame } from "./Notices";
import { text } from "./text";

export function SignIn({ ended }: { ended: boolean }) {
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const body = { email: given.get("email"), password: given.get("password") };
    setBusy(true);
    setFailure(null);
    try {
      const session = await request<{ user: User; exp: number }>("POST", "/api/users/login", { body });
      signedIn(session.user, session.exp);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <Frame title={text.signIn.title}>
      {ended && !failure ? <Alert severity="info">{text.signIn.ended}</Alert> : null}
      {failure ? <Alert severity="error">{sentenceOf(failure)}</Alert> : null}
      <Box component="form" onSubmit={(event) => void submit(event)} sx={{ display: "grid", gap: 2, mt: 2 }}>
        <TextField name="email" type="email" label={text.signIn.email} autoComplete="username" required />
        <TextField
          name="password"
          type="password"
          label={text.signIn.password}
          autoComplete="current-password"
          required
        />
        <Button type="submit" variant="contained" size="large" disabled={busy}>
          {text.signIn.submit}
        </Button>
      </Box>
    </Frame>
  );
}
