import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import {
  FunctionField,
  ReferenceArrayField,
  ReferenceField,
  SingleFieldList,
  useRecordContext,
} from "react-admin";
import type { RaRecord } from "react-admin";
import type { Field } from "../api/declarations";
import { useCollection } from "../Declared";
import { Preview } from "../record/Preview";
import { valueAt } from "../record/reading";
import { represented } from "../record/represented";
import { text } from "../text";
import { Moment } from "./Moment";

interface Props {
  path: string;
  field: Field;
  strong?: boolean;
}

/** A field's value in a list: one line, never markup. */
export function Value({ path, field, strong }: Props) {
  const record = useRecordContext();
  const value = valueAt(record, path);
  if (value === undefined || value === null || value === "") return <Faint>{text.value.none}</Faint>;
  switch (field.type) {
    case "relationship":
      return <Related path={path} field={field} />;
    case "checkbox":
      return value === true ? text.value.yes : text.value.no;
    case "date":
      return <Moment value={value} />;
    case "select":
      return <Chips labels={list(value).map((one) => labelOf(field, one))} />;
    case "array":
      return text.value.rows(list(value).length);
    case "json":
      return <Line mono>{JSON.stringify(value)}</Line>;
    case "number":
      return typeof value === "number" ? value.toLocaleString() : String(value);
    case "id":
      return <Line mono>{String(value)}</Line>;
    default:
      return field.many ? (
        <Chips labels={list(value).map(String)} />
      ) : (
        <Line strong={strong}>{String(value)}</Line>
      );
  }
}

export function labelOf(field: Field, value: unknown): string {
  return field.options?.find((one) => one.value === value)?.label ?? String(value);
}

function Related({ path, field }: Props) {
  const target = useCollection(field.relationTo);
  const record = useRecordContext();
  if (!target) return <Line mono>{list(valueAt(record, path)).join(", ")}</Line>;
  const name = represented(target);
  const one = (record: RaRecord) => (target.upload ? <Preview record={record} small /> : name(record));
  if (field.many)
    return (
      <ReferenceArrayField source={path} reference={target.slug}>
        <SingleFieldList linkType={false} empty={<Faint>{text.value.none}</Faint>}>
          <FunctionField<RaRecord> render={(record) => <Chip size="small" label={name(record)} />} />
        </SingleFieldList>
      </ReferenceArrayField>
    );
  return (
    <ReferenceField source={path} reference={target.slug} link="edit">
      <FunctionField<RaRecord> render={one} />
    </ReferenceField>
  );
}

function Chips({ labels }: { labels: string[] }) {
  if (labels.length === 0) return <Faint>{text.value.none}</Faint>;
  return (
    <Box component="span" sx={{ display: "inline-flex", gap: 0.5 }}>
      {labels.slice(0, 4).map((label) => (
        <Chip key={label} size="small" label={label} />
      ))}
      {labels.length > 4 ? <Faint>{`+${labels.length - 4}`}</Faint> : null}
    </Box>
  );
}

function Line({ children, strong, mono }: { children: string; strong?: boolean; mono?: boolean }) {
  return (
    <Box
      component="span"
      title={children.slice(0, 500)}
      sx={{
        display: "inline-block",
        verticalAlign: "bottom",
        maxWidth: 320,
        overflow: "hidden",
        textOverflow: "ellipsis",
        fontWeight: strong ? 600 : undefined,
        fontFamily: mono ? "ui-monospace, Menlo, Consolas, monospace" : undefined,
        fontSize: mono ? "0.8125rem" : undefined,
      }}
    >
      {children.slice(0, 200)}
    </Box>
  );
}

function Faint({ children }: { children: string }) {
  return (
    <Box component="span" sx={{ color: "text.secondary" }}>
      {children}
    </Box>
  );
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
