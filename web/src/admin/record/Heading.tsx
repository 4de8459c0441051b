import Box from "@mui/material/Box";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { LinkBase, useCreatePath } from "react-admin";
import type { Collection } from "../api/declarations";
import { text } from "../text";

export function Heading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Box
      sx={{ px: { xs: 2, sm: 3 }, pt: 2, display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}
    >
      <Typography component="h1" variant="h6" sx={{ flex: "1 1 12rem", overflowWrap: "anywhere" }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
}

/** The two sides of a document whose changes are kept. */
export function Sides({
  collection,
  id,
  side,
}: {
  collection: Collection;
  id: string;
  side: "edit" | "versions";
}) {
  const edit = useCreatePath()({ resource: collection.slug, type: "edit", id });
  return (
    <Tabs value={side} component="nav" aria-label={collection.singular} sx={{ px: { xs: 1, sm: 2 } }}>
      <Tab value="edit" label={text.versions.edit} component={LinkBase} to={edit} />
      <Tab value="versions" label={text.versions.title} component={LinkBase} to={`${edit}/versions`} />
    </Tabs>
  );
}
