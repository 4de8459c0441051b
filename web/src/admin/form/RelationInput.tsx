import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import OpenIcon from "@mui/icons-material/OpenInNew";
import {
  AutocompleteArrayInput,
  AutocompleteInput,
  LinkBase,
  ReferenceArrayInput,
  ReferenceInput,
  TextArrayInput,
  TextInput,
  useCreatePath,
  type InputProps,
} from "react-admin";
import { useWatch } from "react-hook-form";
import { useWrappedSource } from "react-admin";
import type { Collection, Field } from "../api/declarations";
import { useCollection } from "../Declared";
import { text } from "../text";

/** What the search of an autocomplete asks a collection for. */
export function asked(words: string): Record<string, unknown> {
  return words ? { q: words } : {};
}

/** One or many documents of another collection, found by typing. Where that is not served, ids are what there is. */
export function RelationInput({ declared, ...common }: InputProps & { declared: Field }) {
  const target = useCollection(declared.relationTo);
  if (!target?.can.read) return declared.many ? <TextArrayInput {...common} /> : <TextInput {...common} />;
  const meta = { queryOptions: { meta: { where: declared.where } } };
  const { source, ...rest } = common;
  if (declared.many)
    return (
      <ReferenceArrayInput source={source} reference={target.slug} {...meta}>
        <AutocompleteArrayInput {...rest} filterToQuery={asked} />
      </ReferenceArrayInput>
    );
  return (
    <Box sx={{ display: "flex", alignItems: "flex-start", gap: 0.5, width: "100%" }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <ReferenceInput source={source} reference={target.slug} {...meta}>
          <AutocompleteInput {...rest} filterToQuery={asked} />
        </ReferenceInput>
      </Box>
      <OpenLink source={source} target={target} />
    </Box>
  );
}

function OpenLink({ source, target }: { source: string; target: Collection }) {
  const id = useWatch({ name: useWrappedSource(source) }) as unknown;
  const createPath = useCreatePath();
  if (typeof id !== "string" || id === "") return null;
  const label = text.form.open(target.singular);
  return (
    <IconButton
      component={LinkBase}
      to={createPath({ resource: target.slug, type: "edit", id })}
      aria-label={label}
      title={label}
      sx={{ mt: 1.5 }}
    >
      <OpenIcon fontSize="small" />
    </IconButton>
  );
}
