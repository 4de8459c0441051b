import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import CircularProgress from "@mui/material/CircularProgress";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { useEffect, useState } from "react";
import { useDataProvider, useNotify, useRefresh, type RaRecord } from "react-admin";
import type { Collection } from "../api/declarations";
import { changes, laid } from "../api/changes";
import { ETAG } from "../api/dataProvider";
import { text } from "../text";
import { Differences } from "./Differences";
import { differences } from "./diff";

export interface Stale {
  mine: RaRecord;
  before: RaRecord;
}

interface Props {
  collection: Collection;
  stale: Stale;
  onClose: () => void;
}

/** Somebody saved in between: shows what they changed and what is about to be, and lets the admin decide. */
export function StaleDialog({ collection, stale, onClose }: Props) {
  const data = useDataProvider();
  const notify = useNotify();
  const refresh = useRefresh();
  const [now, setNow] = useState<RaRecord | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { before, mine } = stale;

  useEffect(() => {
    data
      .getOne(collection.slug, { id: mine.id })
      .then((found) => setNow(found.data as RaRecord))
      .catch((error: { status?: number; message?: string }) =>
        setFailure(error.status === 404 ? text.stale.gone : (error.message ?? text.stale.gone)),
      );
  }, [collection.slug, data, mine.id]);

  async function keepMine() {
    if (!now) return;
    try {
      await data.update(collection.slug, {
        id: mine.id,
        data: { ...mine, [ETAG]: now[ETAG] },
        previousData: before,
      });
      notify(text.form.saved, { type: "success" });
      refresh();
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }

  const rows = now
    ? differences(collection.fields, [
        before,
        now,
        laid(collection.fields, now, changes(collection.fields, before, mine)),
      ])
    : [];
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby="stale">
      <DialogTitle id="stale">{text.stale.title}</DialogTitle>
      <DialogContent>
        {failure ? <Alert severity="error">{failure}</Alert> : null}
        {now ? (
          <>
            <DialogContentText sx={{ mb: 2 }}>{text.stale.lead}</DialogContentText>
            <Differences rows={rows} heads={[text.stale.before, text.stale.theirs, text.stale.mine]} />
          </>
        ) : failure ? null : (
          <CircularProgress aria-label={text.stale.title} />
        )}
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap" }}>
        <Button onClick={onClose}>{text.stale.back}</Button>
        <Button
          disabled={!now}
          onClick={() => {
            refresh();
            onClose();
          }}
        >
          {text.stale.keepTheirs}
        </Button>
        <Button variant="contained" disabled={!now} onClick={() => void keepMine()}>
          {text.stale.keepMine}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
