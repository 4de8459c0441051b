import { same } from "../api/changes";
import { leaves, type Field } from "../api/declarations";
import { valueAt } from "./reading";

export interface Difference {
  path: string;
  label: string;
  values: string[];
}

const NOBODYS = new Set(["id", "updatedAt", "createdAt", "_etag"]);
const LONGEST = 2000;

/** The fields that are not the same in all of `records`, with their values as texts for a reader. */
export function differences(fields: Field[], records: unknown[]): Difference[] {
  return leaves(fields).flatMap(({ path, label, field }) => {
    if (NOBODYS.has(path) || field.type === "password") return [];
    const values = records.map((record) => valueAt(record, path));
    if (values.every((value) => same(value, values[0]))) return [];
    return [{ path, label, values: values.map((value) => told(field, value)) }];
  });
}

function told(field: Field, value: unknown): string {
  if (value === undefined || value === null || value === "") return "";
  if (field.type === "select" && !field.many)
    return field.options?.find((one) => one.value === value)?.label ?? String(value);
  const said = typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
}
