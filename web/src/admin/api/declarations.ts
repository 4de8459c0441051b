import { request } from "@/shared/api/client";

export type FieldType =
  | "id"
  | "text"
  | "textarea"
  | "email"
  | "password"
  | "number"
  | "checkbox"
  | "date"
  | "select"
  | "json"
  | "relationship"
  | "group"
  | "array";

/** A field as the API declares it. What a type does not have is absent. */
export interface Field {
  name: string;
  label: string;
  type: FieldType;
  description?: string;
  required?: boolean;
  readOnly?: boolean;
  default?: unknown;
  many?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  whole?: boolean;
  options?: { value: string; label: string }[];
  shape?: "any" | "object" | "list";
  relationTo?: string;
  where?: Record<string, unknown>;
  maxRows?: number;
  fields?: Field[];
}

export interface Collection {
  slug: string;
  singular: string;
  plural: string;
  description: string;
  title: string;
  auth: boolean;
  trash: boolean;
  versions: boolean;
  drafts: boolean;
  upload: boolean;
  can: { create: boolean; read: boolean; update: boolean; delete: boolean };
  fields: Field[];
}

export async function declarations(): Promise<Collection[]> {
  const answer = await request<{ collections: Collection[] }>("GET", "/api/admin/collections");
  return answer.collections;
}

/** A field that holds a value of its own, and where: the leaves of groups have dotted paths. */
export interface Leaf {
  path: string;
  label: string;
  field: Field;
}

export function leaves(fields: Field[], prefix = "", label = ""): Leaf[] {
  return fields.flatMap((field) =>
    field.type === "group"
      ? leaves(field.fields ?? [], `${prefix}${field.name}.`, `${label}${field.label} › `)
      : [{ path: prefix + field.name, label: label + field.label, field }],
  );
}

/** Fields that every collection has and nobody fills in. */
export const SYSTEM = new Set(["id", "createdAt", "updatedAt", "deletedAt", "_status"]);
