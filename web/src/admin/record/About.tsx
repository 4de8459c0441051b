import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useRecordContext } from "react-admin";
import { SYSTEM, type Collection } from "../api/declarations";
import { Value } from "../list/Value";
import { text } from "../text";

/** What nobody fills in: the id and the times. */
export function About({ collection }: { collection: Collection }) {
  const record = useRecordContext();
  const facts = collection.fields.filter((field) => SYSTEM.has(field.name) && record?.[field.name]);
  return (
    <Box component="section" aria-label={text.form.technical} sx={{ mt: 1, mb: 1 }}>
      <Box component="dl" sx={{ display: "flex", flexWrap: "wrap", columnGap: 4, rowGap: 1, m: 0 }}>
        {facts.map((field) => (
          <div key={field.name}>
            <Typography component="dt" variant="caption" sx={{ color: "text.secondary" }}>
              {field.label}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0 }}>
              <Value path={field.name} field={field} />
            </Typography>
          </div>
        ))}
      </Box>
    </Box>
  );
}
