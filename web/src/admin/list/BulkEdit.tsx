import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Form, RecordContextProvider } from "react-admin";
import { SYSTEM, type Collection, type Field } from "../api/declarations";
import { FieldInput } from "../form/FieldInput";
import { text } from "../text";

const ONE_BY_ONE = new Set(["array", "group", "json", "password", "id"]);

interface Props {
  collection: Collection;
  count: number;
  busy: boolean;
  onClose: () => void;
  onApply: (data: Record<string, unknown>) => void;
}

/** One field of many documents, set to the same value. */
export function BulkEdit({ collection, count, busy, onClose, onApply }: Props) {
  const fields = collection.fields.filter(settable);
  const [name, setName] = useState(fields[0]?.name ?? "");
  const field = fields.find((one) => one.name === name);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="bulk-edit">
      <DialogTitle id="bulk-edit">{text.bulk.title(count, collection.plural)}</DialogTitle>
      <RecordContextProvider value={undefined}>
        <Form
          key={name}
          onSubmit={(values: Record<string, unknown>) => onApply({ [name]: values[name] ?? null })}
        >
          <DialogContent sx={{ display: "grid", gap: 2, pt: 1 }}>
            <TextField
              select
              label={text.bulk.field}
              value={name}
              onChange={(event) => setName(event.target.value)}
              sx={{ mt: 1 }}
            >
              {fields.map((one) => (
                <MenuItem key={one.name} value={one.name}>
                  {one.label}
                </MenuItem>
              ))}
            </TextField>
            {field ? <FieldInput field={field} path={field.name} /> : null}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{text.bulk.cancel}</Button>
            <Button type="submit" variant="contained" disabled={busy || !field}>
              {text.bulk.apply}
            </Button>
          </DialogActions>
        </Form>
      </RecordContextProvider>
    </Dialog>
  );
}

function settable(field: Field): boolean {
  return !field.readOnly && !SYSTEM.has(field.name) && !ONE_BY_ONE.has(field.type) && field.type !== "email";
}
