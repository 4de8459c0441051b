import Button from "@mui/material/Button";
import EditIcon from "@mui/icons-material/EditOutlined";
import ForeverIcon from "@mui/icons-material/DeleteForeverOutlined";
import RestoreIcon from "@mui/icons-material/RestoreFromTrash";
import TrashIcon from "@mui/icons-material/DeleteOutlined";
import { useState } from "react";
import { Confirm, useDeleteMany, useListContext, useNotify, useRefresh, useUpdateMany } from "react-admin";
import { sentenceOf } from "@/shared/api/errors";
import type { Collection } from "../api/declarations";
import { text } from "../text";
import { BulkEdit } from "./BulkEdit";

type Asked = "trash" | "forGood" | "edit" | null;

/** What can be done with the chosen documents, here and in the trash. */
export function BulkActions({ collection }: { collection: Collection }) {
  const [asked, setAsked] = useState<Asked>(null);
  const { filterValues, selectedIds } = useListContext();
  const act = useBulk(collection, () => setAsked(null));
  const trashed = Boolean(filterValues.trashed);
  const many = `${selectedIds.length} ${selectedIds.length === 1 ? collection.singular : collection.plural}`;
  const { can } = collection;
  const erasable = can.delete && (trashed || !collection.trash);
  return (
    <>
      {can.update && !trashed ? (
        <Button startIcon={<EditIcon />} onClick={() => setAsked("edit")}>
          {text.bulk.edit}
        </Button>
      ) : null}
      {can.update && trashed ? (
        <Button
          startIcon={<RestoreIcon />}
          onClick={() => act.change({ deletedAt: null }, text.trash.restored)}
        >
          {text.trash.restore}
        </Button>
      ) : null}
      {can.delete && collection.trash && !trashed ? (
        <Button color="error" startIcon={<TrashIcon />} onClick={() => setAsked("trash")}>
          {text.trash.put}
        </Button>
      ) : null}
      {erasable ? (
        <Button color="error" startIcon={<ForeverIcon />} onClick={() => setAsked("forGood")}>
          {text.trash.forGood}
        </Button>
      ) : null}
      <Confirm
        isOpen={asked === "trash" || asked === "forGood"}
        loading={act.busy}
        title={asked === "trash" ? text.trash.putTitle(many) : text.trash.forGoodTitle(many)}
        content={asked === "trash" ? text.trash.putBody : text.trash.forGoodBody}
        confirm={asked === "trash" ? text.trash.put : text.trash.forGood}
        confirmColor="warning"
        onClose={() => setAsked(null)}
        onConfirm={() =>
          asked === "trash"
            ? act.change({ deletedAt: new Date().toISOString() }, text.trash.putDone)
            : act.erase()
        }
      />
      {asked === "edit" ? (
        <BulkEdit
          collection={collection}
          count={selectedIds.length}
          busy={act.busy}
          onClose={() => setAsked(null)}
          onApply={(data) => act.change(data, text.bulk.done(selectedIds.length))}
        />
      ) : null}
    </>
  );
}

function useBulk(collection: Collection, close: () => void) {
  const { selectedIds, onUnselectItems } = useListContext();
  const [updateMany, updating] = useUpdateMany();
  const [deleteMany, deleting] = useDeleteMany();
  const notify = useNotify();
  const refresh = useRefresh();
  const done = (said: string) => ({
    mutationMode: "pessimistic" as const,
    onSuccess: () => {
      notify(said, { type: "success" });
      onUnselectItems();
      close();
      refresh();
    },
    onError: (error: unknown) => {
      notify(error instanceof Error ? error.message : sentenceOf(error), { type: "error" });
      close();
      refresh();
    },
  });
  return {
    busy: updating.isPending || deleting.isPending,
    change: (data: Record<string, unknown>, said: string) =>
      void updateMany(collection.slug, { ids: selectedIds, data }, done(said)),
    erase: () => void deleteMany(collection.slug, { ids: selectedIds }, done(text.trash.deleted)),
  };
}
