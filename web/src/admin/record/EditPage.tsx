import Alert from "@mui/material/Alert";
import Chip from "@mui/material/Chip";
import { useState } from "react";
import { Edit, HttpError, useEditContext, useNotify, type RaRecord } from "react-admin";
import { AccountPanel } from "../account/AccountPanel";
import { useThisCollection } from "../Declared";
import { text } from "../text";
import { CollectionForm } from "./CollectionForm";
import { Heading, Sides } from "./Heading";
import { RecordActions } from "./RecordActions";
import { represented } from "./represented";
import { StaleDialog, type Stale } from "./StaleDialog";

/** Kept apart from what lists have read: a form starts from what it asked for itself, with its ETag. */
const FOR_EDIT = { edit: true };

export function EditPage() {
  const collection = useThisCollection();
  const notify = useNotify();
  const [stale, setStale] = useState<Stale | null>(null);
  return (
    <Edit
      title={collection.singular}
      actions={false}
      mutationMode="pessimistic"
      redirect={false}
      queryOptions={{ meta: FOR_EDIT, gcTime: 0, retry: false }}
      mutationOptions={{
        meta: FOR_EDIT,
        onSuccess: () => void notify(text.form.saved, { type: "success" }),
        onError: (error: Error, params) => {
          const { data, previousData } = params;
          if (error instanceof HttpError && error.status === 412 && data && previousData)
            setStale({ mine: data as RaRecord, before: previousData as RaRecord });
          else notify(error.message, { type: "error" });
        },
      }}
    >
      <Inside />
      {stale ? <StaleDialog collection={collection} stale={stale} onClose={() => setStale(null)} /> : null}
    </Edit>
  );
}

function Inside() {
  const collection = useThisCollection();
  const { record } = useEditContext();
  if (!record) return null;
  return (
    <>
      <Heading title={represented(collection)(record)}>
        {collection.drafts && record._status ? <State status={String(record._status)} /> : null}
        <RecordActions collection={collection} record={record} />
      </Heading>
      {record.deletedAt ? (
        <Alert severity="warning" sx={{ mx: { xs: 2, sm: 3 }, mt: 1 }}>
          {text.trash.inTrash}
        </Alert>
      ) : null}
      {collection.versions ? <Sides collection={collection} id={String(record.id)} side="edit" /> : null}
      <CollectionForm key={String(record.id)} collection={collection} />
      {collection.auth ? <AccountPanel record={record} /> : null}
    </>
  );
}

function State({ status }: { status: string }) {
  const draft = status === "draft";
  return (
    <Chip
      size="small"
      color={draft ? "secondary" : "success"}
      variant="outlined"
      label={draft ? text.form.draft : text.form.publishedState}
    />
  );
}
