import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import { FileField, FileInput, Form, required, useRecordContext } from "react-admin";
import { SYSTEM, type Collection } from "../api/declarations";
import { FieldInput } from "../form/FieldInput";
import { text } from "../text";
import { About } from "./About";
import { Preview } from "./Preview";
import { SaveBar } from "./SaveBar";

/** The form of any document: its file, its fields as declared, and what is known about it besides. */
export function CollectionForm({
  collection,
  creating = false,
}: {
  collection: Collection;
  creating?: boolean;
}) {
  const fields = collection.fields.filter((field) => !SYSTEM.has(field.name));
  const changeable = creating ? collection.can.create : collection.can.update;
  const shown = creating ? fields.filter((field) => !field.readOnly) : fields;
  return (
    <Form warnWhenUnsavedChanges sanitizeEmptyValues={false} noValidate>
      <Box sx={{ p: { xs: 2, sm: 3 }, pb: 1, display: "grid", gap: 1, maxWidth: 860 }}>
        {changeable ? null : <Alert severity="info">{text.form.readOnly}</Alert>}
        {collection.upload ? <TheFile creating={creating} changeable={changeable} /> : null}
        {shown.map((field) => (
          <FieldInput
            key={field.name}
            field={changeable ? field : { ...field, readOnly: true }}
            path={field.name}
            creating={creating}
          />
        ))}
        {creating ? null : <About collection={collection} />}
      </Box>
      {changeable ? <SaveBar collection={collection} creating={creating} /> : null}
    </Form>
  );
}

function TheFile({ creating, changeable }: { creating: boolean; changeable: boolean }) {
  const record = useRecordContext();
  return (
    <>
      {record && !creating ? <Preview record={record} /> : null}
      {changeable ? (
        <FileInput
          source="file"
          label={creating ? text.form.file : text.form.replaceFile}
          inputProps={{ "aria-label": creating ? text.form.file : text.form.replaceFile }}
          placeholder={text.form.dropFile}
          validate={creating ? required(text.form.needsFile) : undefined}
        >
          <FileField source="src" title="title" />
        </FileInput>
      ) : null}
    </>
  );
}
