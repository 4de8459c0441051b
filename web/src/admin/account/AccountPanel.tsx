import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useNotify, useRefresh, type RaRecord } from "react-admin";
import { useSession } from "@/shared/session/store";
import { call } from "../api/http";
import { useThisCollection } from "../Declared";
import { text } from "../text";
import { ApiKey } from "./ApiKey";
import { Part } from "./Part";
import { Sessions } from "./Sessions";

/** What an account has besides its fields: sessions, a lock, and a key. */
export function AccountPanel({ record }: { record: RaRecord }) {
  const { slug } = useThisCollection();
  const own = useSession((state) => state.user?.id) === record.id;
  const notify = useNotify();
  const refresh = useRefresh();

  async function doing(act: () => Promise<unknown>, said: string): Promise<void> {
    try {
      await act();
      notify(said, { type: "success" });
      refresh();
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: "error" });
    }
  }

  return (
    <Box
      component="section"
      aria-labelledby="access"
      sx={{ p: { xs: 2, sm: 3 }, borderTop: 1, borderColor: "divider" }}
    >
      <Typography id="access" component="h2" variant="h6" sx={{ mb: 2 }}>
        {text.account.title}
      </Typography>
      <Sessions slug={slug} id={String(record.id)} doing={doing} />
      <Part title={text.account.unlock}>
        <Typography variant="body2" sx={{ color: "text.secondary", mb: 1 }}>
          {text.account.unlockHint}
        </Typography>
        <Button
          variant="outlined"
          onClick={() =>
            void doing(
              () => call("POST", `/api/${slug}/unlock`, { body: { email: record.email } }),
              text.account.unlocked,
            )
          }
        >
          {text.account.unlock}
        </Button>
      </Part>
      <Part title={text.account.apiKey}>
        <ApiKey slug={slug} record={record} own={own} doing={doing} />
      </Part>
    </Box>
  );
}
