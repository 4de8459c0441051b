import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Chip from "@mui/material/Chip";
import CircularProgress from "@mui/material/CircularProgress";
import List from "@mui/material/List";
import ListItemButton from "@mui/material/ListItemButton";
import ListItemText from "@mui/material/ListItemText";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm, RecordContextProvider, Title, useGetOne, useNotify, useRedirect } from "react-admin";
import { useParams } from "react-router";
import { query } from "@/shared/api/query";
import type { Collection } from "../api/declarations";
import { call } from "../api/http";
import { useThisCollection } from "../Declared";
import { Moment } from "../list/Moment";
import { text } from "../text";
import { Differences } from "./Differences";
import { differences } from "./diff";
import { Heading, Sides } from "./Heading";
import { represented } from "./represented";

interface Version {
  id: string;
  version: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
  latest?: boolean;
}

const MOST = 50;
/** Apart from the form's own: what it shows is never older than its opening. */
const FOR_HISTORY = { history: true };

/** What a document was, change by change; any state can become the present one again. */
export function VersionsPage() {
  const collection = useThisCollection();
  const id = useParams().id ?? "";
  const { data: record } = useGetOne(collection.slug, { id, meta: FOR_HISTORY }, { gcTime: 0 });
  const versions = useVersions(collection, id);
  return (
    <Card sx={{ mt: 2, pb: 2 }}>
      <RecordContextProvider value={record}>
        <Title title={text.versions.title} />
        <Heading title={record ? represented(collection)(record) : text.versions.title} />
        <Sides collection={collection} id={id} side="versions" />
        {versions.isPending ? <CircularProgress aria-label={text.versions.title} sx={{ m: 3 }} /> : null}
        {versions.error ? (
          <Alert
            severity="error"
            sx={{ m: 2 }}
            action={<Button onClick={() => void versions.refetch()}>{text.retry}</Button>}
          >
            {versions.error.message}
          </Alert>
        ) : null}
        {versions.data ? <History collection={collection} id={id} versions={versions.data} /> : null}
      </RecordContextProvider>
    </Card>
  );
}

function useVersions(collection: Collection, id: string) {
  return useQuery({
    queryKey: [collection.slug, "versions", id],
    gcTime: 0,
    queryFn: async () => {
      const where = { parent: { equals: id } };
      const parts = query({
        where,
        sort: "-updatedAt",
        limit: MOST,
        depth: 0,
        trash: collection.trash || undefined,
      });
      return (await call<{ docs: Version[] }>("GET", `/api/${collection.slug}/versions${parts}`)).body.docs;
    },
  });
}

function History({ collection, id, versions }: { collection: Collection; id: string; versions: Version[] }) {
  const [chosen, setChosen] = useState(0);
  const version = versions[chosen];
  if (!version) return <Typography sx={{ p: 3, color: "text.secondary" }}>{text.versions.none}</Typography>;
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", md: "16rem 1fr" }, gap: 2, p: 2 }}>
      <List
        dense
        aria-label={text.versions.title}
        sx={{ maxHeight: { xs: 220, md: 640 }, overflow: "auto", p: 0 }}
      >
        {versions.map((one, index) => (
          <li key={one.id}>
            <ListItemButton
              selected={index === chosen}
              aria-current={index === chosen}
              onClick={() => setChosen(index)}
              sx={{ borderRadius: 2 }}
            >
              <ListItemText
                primary={<Moment value={one.updatedAt} to="second" />}
                secondary={one.version._status === "draft" ? text.form.draft : undefined}
              />
              {one.latest ? <Chip size="small" label={text.versions.latest} /> : null}
            </ListItemButton>
          </li>
        ))}
      </List>
      <Shown
        collection={collection}
        id={id}
        version={version}
        before={versions[chosen + 1]}
        latest={chosen === 0}
      />
    </Box>
  );
}

interface ShownProps {
  collection: Collection;
  id: string;
  version: Version;
  before: Version | undefined;
  latest: boolean;
}

function Shown({ collection, id, version, before, latest }: ShownProps) {
  const [asked, setAsked] = useState(false);
  const notify = useNotify();
  const redirect = useRedirect();
  const rows = before ? differences(collection.fields, [before.version, version.version]) : [];

  async function restore() {
    try {
      await call("POST", `/api/${collection.slug}/versions/${encodeURIComponent(version.id)}?depth=0`);
      notify(text.versions.restored, { type: "success" });
      redirect("edit", collection.slug, id);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: "error" });
      setAsked(false);
    }
  }

  return (
    <Box component="section" aria-live="polite" sx={{ minWidth: 0 }}>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mb: 1 }}>
        <Typography component="h2" sx={{ fontWeight: 600, flex: "1 1 12rem" }}>
          <Moment value={version.updatedAt} to="second" />
        </Typography>
        {collection.can.update && !latest ? (
          <Button variant="outlined" onClick={() => setAsked(true)}>
            {text.versions.restore}
          </Button>
        ) : null}
      </Box>
      {rows.length > 0 ? (
        <Differences rows={rows} heads={[text.versions.was, text.versions.became]} />
      ) : (
        <Typography sx={{ color: "text.secondary" }}>
          {before ? text.versions.same : text.versions.first}
        </Typography>
      )}
      <Confirm
        isOpen={asked}
        title={text.versions.restoreTitle}
        content={text.versions.restoreBody}
        confirm={text.versions.restore}
        onClose={() => setAsked(false)}
        onConfirm={() => void restore()}
      />
    </Box>
  );
}
