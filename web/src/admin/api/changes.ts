import type { Field } from "./declarations";

type Values = Record<string, unknown>;

/**
 * What of `after` is different and may be written, nested as declared: a change of one field of a group leaves its
 * neighbours alone.
 */
export function changes(fields: Field[], before: Values, after: Values): Values {
  const changed: Values = {};
  for (const field of fields) {
    if (field.readOnly) continue;
    const old = before[field.name];
    const now = after[field.name];
    if (same(old, now)) continue;
    if (field.type === "group") {
      const inner = changes(field.fields ?? [], record(old), record(now));
      if (Object.keys(inner).length > 0) changed[field.name] = inner;
    } else {
      changed[field.name] = now === undefined ? null : now;
    }
  }
  return changed;
}

/** `values` with `changed` laid over it: the fields of a group one by one, everything else as a whole. */
export function laid(fields: Field[], values: Values, changed: Values): Values {
  const over = fields
    .filter(({ name }) => name in changed)
    .map(({ name, type, fields: inner = [] }) => {
      const value = changed[name];
      return [name, type === "group" ? laid(inner, record(values[name]), record(value)) : value];
    });
  return { ...values, ...Object.fromEntries(over) };
}

/** What a new document is made from: everything that was filled in. */
export function filled(fields: Field[], values: Values): Values {
  const given: Values = {};
  for (const field of fields) {
    const value = values[field.name];
    if (field.readOnly || value === undefined || value === null || value === "") continue;
    given[field.name] = field.type === "group" ? filled(field.fields ?? [], record(value)) : value;
  }
  return given;
}

/** Equal for a reader: nothing, null and the empty text are one, and the order of keys is none. */
export function same(a: unknown, b: unknown): boolean {
  if (blank(a) && blank(b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same((a as Values)[name], (b as Values)[name]));
}

function blank(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function record(value: unknown): Values {
  return typeof value === "object" && value !== null ? (value as Values) : {};
}
