import { leaves, type Collection, type Field } from "./declarations";

export type Where = Record<string, unknown>;

const OPERATOR = "@";
const SEARCHED = new Set(["text", "textarea", "email"]);
const MOST_SEARCHED = 6;

/** The name of a filter's input: which field, and how it is compared. */
export function filterName(path: string, operator: string): string {
  return path + OPERATOR + operator;
}

/**
 * The condition for the filters of a list. Inputs are named `path@operator`; the form nests them at the dots.
 * `q` looks for all of its words in any text of the collection.
 */
export function whereOf(filter: Record<string, unknown>, collection: Collection): Where {
  const parts = entries(filter).flatMap(([name, value]) => condition(name, value, collection));
  return parts.length === 0 ? {} : parts.length === 1 ? parts[0]! : { and: parts };
}

function condition(name: string, value: unknown, collection: Collection): Where[] {
  if (value === "" || value === null || value === undefined) return [];
  if (name === "q") return search(String(value).trim(), collection);
  const [path, operator] = name.split(OPERATOR);
  if (!path || !operator || (Array.isArray(value) && value.length === 0)) return [];
  return [{ [path]: { [operator]: operator.startsWith("less") ? endOfDay(value) : value } }];
}

function search(words: string, collection: Collection): Where[] {
  if (words === "") return [];
  const paths = searchable(collection);
  return [{ or: [...paths.map((path) => ({ [path]: { like: words } })), { id: { equals: words } }] }];
}

/** The texts that a search looks into; the title comes first. */
export function searchable(collection: Collection): string[] {
  const texts = leaves(collection.fields).filter(({ field }) => SEARCHED.has(field.type) && !field.many);
  const paths = texts.map(({ path }) => path).sort((a, b) => rank(a, collection) - rank(b, collection));
  return paths.slice(0, MOST_SEARCHED);
}

function rank(path: string, collection: Collection): number {
  return path === collection.title ? 0 : 1;
}

/** A day as the last moment of it: "until the 3rd" includes the 3rd. */
function endOfDay(value: unknown): unknown {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T23:59:59.999Z` : value;
}

function entries(filter: Record<string, unknown>, prefix = ""): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? entries(value as Record<string, unknown>, `${prefix}${name}.`)
      : [[prefix + name, value] as [string, unknown]],
  );
}

/** Whether a list can be ordered by this field. */
export function sortable(field: Field): boolean {
  return !field.many && !["json", "array", "group", "password"].includes(field.type);
}
