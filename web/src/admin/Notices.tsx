import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import CircularProgress from "@mui/material/CircularProgress";
import Link from "@mui/material/Link";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { request } from "@/shared/api/client";
import { sentenceOf } from "@/shared/api/errors";
import { leftOnPurpose } from "@/shared/session/store";
import { Logo } from "@/shared/ui/Logo";
import { text } from "./text";

/** What fills the page while the pages themselves do not. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box
      component="main"
      sx={{ minHeight: "100dvh", display: "grid", placeItems: "center", p: 2, bgcolor: "background.default" }}
    >
      <Paper variant="outlined" sx={{ width: "100%", maxWidth: 400, p: { xs: 3, sm: 4 }, borderRadius: 3 }}>
        <Box sx={{ color: "primary.main", mb: 2, "& svg": { width: 32, height: 32 } }} aria-hidden>
          <Logo />
        </Box>
        <Typography component="h1" variant="h5" sx={{ fontWeight: 640, mb: 1 }}>
          {title}
        </Typography>
        {children}
        <Typography sx={{ mt: 3 }} variant="body2">
          <Link href="/">{text.toStudio}</Link>
        </Typography>
      </Paper>
    </Box>
  );
}

export function Waiting() {
  return (
    <Box component="main" sx={{ minHeight: "100dvh", display: "grid", placeItems: "center" }}>
      <CircularProgress aria-label={text.brand} />
    </Box>
  );
}

export function Refused({ email }: { email: string }) {
  return (
    <Frame title={text.refusal.title}>
      <Typography sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
        {text.refusal.body(email)}
      </Typography>
      <Button sx={{ mt: 3 }} variant="outlined" onClick={() => void leave()}>
        {text.signOut}
      </Button>
    </Frame>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <Frame title={text.failure.title}>
      <Alert severity="error" sx={{ my: 2 }}>
        {sentenceOf(error)}
      </Alert>
      <Button variant="contained" onClick={onRetry}>
        {text.retry}
      </Button>
    </Frame>
  );
}

export async function leave(): Promise<void> {
  try {
    await request("POST", "/api/users/logout");
  } catch {
    // Whoever wants to go is let go; the session ends by itself.
  }
  leftOnPurpose();
}
