type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value };

/** A query string in the nested bracket form of the content API: `where[title][like]=a%20b`. Undefined drops out. */
export function query(parts: { [key: string]: Value }): string {
  const pairs = Object.entries(parts).flatMap(([key, value]) => flatten(key, value));
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function flatten(prefix: string, value: Value): string[] {
  if (value === undefined || value === null || value === "") return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => flatten(`${prefix}[${index}]`, one));
  if (typeof value === "object")
    return Object.entries(value).flatMap(([key, inner]) => flatten(`${prefix}[${key}]`, inner));
  return [`${encodeURIComponent(prefix)}=${encodeURIComponent(String(value))}`];
}
