import { SimpleList, useGetRecordRepresentation, type RaRecord } from "react-admin";
import type { ReactElement } from "react";
import { leaves, type Collection } from "../api/declarations";
import { Moment } from "./Moment";

/** The list on a phone: what it is called, its state, and when it was last changed. */
export function Cards({ collection, empty }: { collection: Collection; empty: ReactElement }) {
  const name = useGetRecordRepresentation(collection.slug);
  const facts = leaves(collection.fields).filter(
    ({ field, path }) => field.type === "select" && !field.many && !path.includes("."),
  );
  const told = (record: RaRecord) =>
    facts
      .slice(0, 3)
      .map(({ field, path }) => field.options?.find((one) => one.value === record[path])?.label)
      .filter(Boolean)
      .join(" · ");
  return (
    <SimpleList
      primaryText={(record) => name(record)}
      secondaryText={told}
      tertiaryText={(record) => <Moment value={record.updatedAt} to="day" />}
      rowClick="edit"
      empty={empty}
    />
  );
}
