import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/http";
import { Moment } from "../list/Moment";
import { text } from "../text";
import { Part, type Doing } from "./Part";

interface Session {
  id: string;
  createdAt: string;
  userAgent?: string | null;
  current: boolean;
}

export function Sessions({ slug, id, doing }: { slug: string; id: string; doing: Doing }) {
  const path = `/api/${slug}/${encodeURIComponent(id)}/sessions`;
  const { data, error, isPending } = useQuery({
    queryKey: [slug, "sessions", id],
    gcTime: 0,
    queryFn: async () => (await call<{ docs: Session[] }>("GET", path)).body.docs,
  });
  return (
    <Part title={text.account.sessions}>
      {isPending ? <Skeleton height={40} /> : null}
      {error ? <Alert severity="error">{error.message}</Alert> : null}
      {data?.length === 0 ? (
        <Typography variant="body2" sx={{ color: "text.secondary" }}>
          {text.account.noSessions}
        </Typography>
      ) : null}
      {data && data.length > 0 ? (
        <>
          <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0, maxHeight: 320, overflow: "auto" }}>
            {data.map((session) => (
              <Box
                component="li"
                key={session.id}
                sx={{ display: "flex", alignItems: "center", gap: 1, py: 0.5 }}
              >
                <Typography variant="body2" sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
                  <Moment value={session.createdAt} />
                  {session.current ? ` (${text.account.current})` : ""}
                  <Box component="span" sx={{ display: "block", color: "text.secondary" }}>
                    {session.userAgent}
                  </Box>
                </Typography>
                <Button
                  size="small"
                  onClick={() =>
                    void doing(
                      () => call("DELETE", `${path}/${encodeURIComponent(session.id)}`),
                      text.account.ended,
                    )
                  }
                >
                  {text.account.end}
                </Button>
              </Box>
            ))}
          </Box>
          <Button
            size="small"
            color="error"
            sx={{ mt: 1 }}
            onClick={() => void doing(() => call("DELETE", path), text.account.ended)}
          >
            {text.account.endAll}
          </Button>
        </>
      ) : null}
    </Part>
  );
}
