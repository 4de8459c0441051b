import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import type { RaRecord } from "react-admin";
import { call } from "../api/http";
import { text } from "../text";
import type { Doing } from "./Part";

interface Props {
  slug: string;
  record: RaRecord;
  own: boolean;
  doing: Doing;
}

/** A key acts in its user's name: only they can make one, an admin can end any. */
export function ApiKey({ slug, record, own, doing }: Props) {
  const [key, setKey] = useState<string | null>(null);
  const path = `/api/${slug}/${encodeURIComponent(String(record.id))}?depth=0`;

  async function make() {
    const { body } = await call<{ doc: { apiKey?: string } }>("PATCH", path, {
      body: { enableAPIKey: true },
    });
    setKey(body.doc.apiKey ?? null);
  }

  return (
    <>
      <Typography variant="body2" sx={{ color: "text.secondary", mb: 1 }}>
        {record.hasAPIKey ? text.account.hasKey : text.account.noKey} {own ? "" : text.account.othersKey}
      </Typography>
      {key ? (
        <Alert severity="warning" sx={{ mb: 1 }}>
          {text.account.keyOnce}
          <Box
            component="code"
            sx={{ display: "block", overflowWrap: "anywhere", userSelect: "all", mt: 0.5 }}
          >
            {key}
          </Box>
        </Alert>
      ) : null}
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        {own ? (
          <Button variant="outlined" onClick={() => void doing(make, text.account.keyMade)}>
            {text.account.makeKey}
          </Button>
        ) : null}
        {record.hasAPIKey ? (
          <Button
            color="error"
            onClick={() =>
              void doing(
                () => call("PATCH", path, { body: { enableAPIKey: false } }).then(() => setKey(null)),
                text.account.keyEnded,
              )
            }
          >
            {text.account.endKey}
          </Button>
        ) : null}
      </Box>
    </>
  );
}
