import {
  AutocompleteInput,
  BooleanInput,
  DateInput,
  NumberInput,
  ReferenceInput,
  SearchInput,
  SelectArrayInput,
  TextInput,
} from "react-admin";
import type { ReactElement } from "react";
import { leaves, type Collection, type Leaf } from "../api/declarations";
import { filterName, searchable } from "../api/where";
import { asked } from "../form/RelationInput";
import { text } from "../text";

/** A search over the texts, and what can be asked of each field by its type. */
export function filtersOf(collection: Collection): ReactElement[] {
  const found = leaves(collection.fields).flatMap(filter);
  if (searchable(collection).length === 0) return found;
  return [
    <SearchInput key="q" source="q" alwaysOn placeholder={text.list.search} aria-label={text.list.search} />,
    ...found,
  ];
}

function filter({ path, label, field }: Leaf): ReactElement[] {
  const named = (operator: string) => {
    const source = filterName(path, operator);
    return { key: source, source, label };
  };
  switch (field.type) {
    case "select": {
      const choices = (field.options ?? []).map((one) => ({ id: one.value, name: one.label }));
      return [<SelectArrayInput {...named("in")} choices={choices} />];
    }
    case "checkbox":
      return [<BooleanInput {...named("equals")} />];
    case "number":
      return between(label, NumberInput, named);
    case "date":
      return path === "deletedAt" ? [] : between(label, DateInput, named);
    case "relationship":
      return [
        <ReferenceInput {...named(field.many ? "in" : "equals")} reference={field.relationTo!}>
          <AutocompleteInput label={label} filterToQuery={asked} />
        </ReferenceInput>,
      ];
    case "text":
    case "textarea":
    case "email":
      return [<TextInput {...named(field.many ? "equals" : "like")} />];
    case "id":
      return [<TextInput {...named("equals")} />];
    default:
      return [];
  }
}

function between(
  label: string,
  Input: typeof NumberInput | typeof DateInput,
  named: (operator: string) => { key: string; source: string; label: string },
): ReactElement[] {
  const [least, most] =
    Input === DateInput ? [text.list.from, text.list.until] : [text.list.least, text.list.most];
  const from = named("greater_than_equal");
  const until = named("less_than_equal");
  return [<Input {...from} label={`${label} ${least}`} />, <Input {...until} label={`${label} ${most}`} />];
}
