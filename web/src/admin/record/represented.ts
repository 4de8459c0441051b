import type { RaRecord } from "react-admin";
import type { Collection } from "../api/declarations";

const NAMES = ["title", "name", "filename", "email"];
const LONGEST = 80;

/** A name for a document: its title, or what else it is called by. */
export function represented(collection: Collection): (record: RaRecord) => string {
  return (record) => {
    const named = [collection.title, ...NAMES].map((name) => record[name] as unknown);
    const found = named.find((value) => typeof value === "string" && value.trim() !== "") as
      string | undefined;
    const name = found ?? String(record.id);
    return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  };
}
