import Box from "@mui/material/Box";
import { DataTable, useRecordContext } from "react-admin";
import type { ReactElement } from "react";
import { leaves, type Collection, type Leaf } from "../api/declarations";
import { sortable } from "../api/where";
import { Preview } from "../record/Preview";
import { BulkActions } from "./BulkActions";
import { Value } from "./Value";

const FIRST_SHOWN = 6;
const FILE = "filename";
const SELDOM = new Set(["id", "createdAt", "deletedAt", "password"]);
const NUMERIC = new Set(["number"]);

export function Rows({ collection, empty }: { collection: Collection; empty: ReactElement }) {
  const columns = columnsOf(collection);
  const changeable = collection.can.update || collection.can.delete;
  return (
    <DataTable
      rowClick="edit"
      empty={empty}
      bulkActionButtons={changeable ? <BulkActions collection={collection} /> : false}
      hiddenColumns={hidden(collection, columns)}
      sx={{ "& .RaDataTable-rowCell, & .RaDataTable-headerCell": { whiteSpace: "nowrap" } }}
    >
      {columns.map(({ path, label, field }) => (
        <DataTable.Col
          key={path}
          source={path}
          label={label}
          disableSort={!sortable(field)}
          align={NUMERIC.has(field.type) ? "right" : "left"}
        >
          {collection.upload && path === FILE ? (
            <FileName />
          ) : (
            <Value path={path} field={field} strong={path === collection.title} />
          )}
        </DataTable.Col>
      ))}
    </DataTable>
  );
}

/** A file by its picture and its name. */
function FileName() {
  const record = useRecordContext();
  if (!record) return null;
  return (
    <Box component="span" sx={{ display: "flex", alignItems: "center", gap: 1.5, fontWeight: 600 }}>
      <Preview record={record} small />
      {String(record[FILE] ?? record.id)}
    </Box>
  );
}

/** The title or the file first, then as declared. */
export function columnsOf(collection: Collection): Leaf[] {
  const all = leaves(collection.fields).filter(({ field }) => field.type !== "password");
  return [...all].sort((a, b) => rank(a, collection) - rank(b, collection));
}

function rank({ path, field }: Leaf, collection: Collection): number {
  if (path === (collection.upload ? FILE : collection.title)) return 0;
  return field.type === "id" ? 2 : 1;
}

function hidden(collection: Collection, columns: Leaf[]): string[] {
  const usual = columns.filter(
    ({ path, field }) =>
      !SELDOM.has(path) && !path.includes(".") && !["textarea", "json", "array"].includes(field.type),
  );
  const shown = new Set([
    collection.title,
    ...usual.slice(0, FIRST_SHOWN).map(({ path }) => path),
    "updatedAt",
  ]);
  return columns.filter(({ path }) => !shown.has(path)).map(({ path }) => path);
}
