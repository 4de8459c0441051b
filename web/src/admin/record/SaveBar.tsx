import { SaveButton, Toolbar } from "react-admin";
import type { Collection } from "../api/declarations";
import { text } from "../text";

type Values = Record<string, unknown>;
const saveAs = (state: "draft" | "published") => (values: Values) => ({ ...values, saveAs: state });

/** Saves; where there are drafts, as one or for everybody. */
export function SaveBar({ collection, creating }: { collection: Collection; creating: boolean }) {
  return (
    <Toolbar
      sx={{
        position: "sticky",
        bottom: 0,
        zIndex: 2,
        gap: 1,
        borderTop: 1,
        borderColor: "divider",
        bgcolor: "background.paper",
      }}
    >
      {collection.drafts ? (
        <>
          <SaveButton type="button" label={text.form.publish} transform={saveAs("published")} alwaysEnable />
          <SaveButton
            type="button"
            label={text.form.saveDraft}
            variant="outlined"
            transform={saveAs("draft")}
            alwaysEnable={creating}
          />
        </>
      ) : (
        <SaveButton label={text.form.save} alwaysEnable={creating} />
      )}
    </Toolbar>
  );
}
