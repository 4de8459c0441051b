import Button from "@mui/material/Button";
import DuplicateIcon from "@mui/icons-material/ContentCopyOutlined";
import ForeverIcon from "@mui/icons-material/DeleteForeverOutlined";
import RestoreIcon from "@mui/icons-material/RestoreFromTrash";
import TrashIcon from "@mui/icons-material/DeleteOutlined";
import { useState } from "react";
import { Confirm, useDataProvider, useNotify, useRedirect, useRefresh, type RaRecord } from "react-admin";
import type { Collection } from "../api/declarations";
import { call } from "../api/http";
import { text } from "../text";
import { represented } from "./represented";

/** What can be done with one document besides changing its fields. */
export function RecordActions({ collection, record }: { collection: Collection; record: RaRecord }) {
  const [asked, setAsked] = useState<"trash" | "forGood" | null>(null);
  const act = useActs(collection, record);
  const trashed = Boolean(record.deletedAt);
  const name = `“${represented(collection)(record)}”`;
  const { can } = collection;
  return (
    <>
      {can.create && !collection.auth && !collection.upload && !trashed ? (
        <Button size="small" startIcon={<DuplicateIcon />} disabled={act.busy} onClick={act.duplicate}>
          {text.form.duplicate}
        </Button>
      ) : null}
      {can.update && trashed ? (
        <Button size="small" startIcon={<RestoreIcon />} disabled={act.busy} onClick={act.restore}>
          {text.trash.restore}
        </Button>
      ) : null}
      {can.delete && collection.trash && !trashed ? (
        <Button size="small" color="error" startIcon={<TrashIcon />} onClick={() => setAsked("trash")}>
          {text.trash.put}
        </Button>
      ) : null}
      {can.delete && (trashed || !collection.trash) ? (
        <Button size="small" color="error" startIcon={<ForeverIcon />} onClick={() => setAsked("forGood")}>
          {text.trash.forGood}
        </Button>
      ) : null}
      <Confirm
        isOpen={asked !== null}
        loading={act.busy}
        title={asked === "trash" ? text.trash.putTitle(name) : text.trash.forGoodTitle(name)}
        content={asked === "trash" ? text.trash.putBody : text.trash.forGoodBody}
        confirm={asked === "trash" ? text.trash.put : text.trash.forGood}
        confirmColor="warning"
        onClose={() => setAsked(null)}
        onConfirm={() => void (asked === "trash" ? act.trash() : act.erase()).finally(() => setAsked(null))}
      />
    </>
  );
}

function useActs(collection: Collection, record: RaRecord) {
  const [busy, setBusy] = useState(false);
  const data = useDataProvider();
  const notify = useNotify();
  const refresh = useRefresh();
  const redirect = useRedirect();
  const { slug } = collection;
  const ids = [record.id];

  async function doing(act: () => Promise<unknown>, said: string): Promise<boolean> {
    setBusy(true);
    try {
      await act();
      notify(said, { type: "success" });
      return true;
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: "error" });
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function toList(act: () => Promise<unknown>, said: string) {
    if (await doing(act, said)) redirect("list", slug);
  }

  return {
    busy,
    trash: () =>
      toList(
        () => data.updateMany(slug, { ids, data: { deletedAt: new Date().toISOString() } }),
        text.trash.putDone,
      ),
    erase: () => toList(() => data.delete(slug, { id: record.id, previousData: record }), text.trash.deleted),
    restore: () =>
      void doing(() => data.updateMany(slug, { ids, data: { deletedAt: null } }), text.trash.restored).then(
        refresh,
      ),
    duplicate: () =>
      void doing(async () => {
        const path = `/api/${slug}/${encodeURIComponent(String(record.id))}/duplicate?depth=0`;
        const { body } = await call<{ doc: RaRecord }>("POST", path);
        redirect("edit", slug, body.doc.id);
      }, text.form.duplicated),
  };
}
