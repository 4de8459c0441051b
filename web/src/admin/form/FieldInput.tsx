import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import {
  ArrayInput,
  BooleanInput,
  DateTimeInput,
  NumberInput,
  PasswordInput,
  SelectArrayInput,
  SelectInput,
  SimpleFormIterator,
  TextArrayInput,
  TextInput,
  maxLength,
  maxValue,
  minLength,
  minValue,
  required,
  type Validator,
} from "react-admin";
import type { Field } from "../api/declarations";
import { text } from "../text";
import { JsonInput } from "./JsonInput";
import { RelationInput } from "./RelationInput";

interface Props {
  field: Field;
  path: string;
  creating?: boolean;
}

/** The input for a field, whatever its type. `path` is where its value lies in the form. */
export function FieldInput({ field, path, creating = false }: Props) {
  const common = {
    source: path,
    label: field.label,
    helperText: field.description || false,
    readOnly: field.readOnly,
    validate: rulesOf(field, creating),
    defaultValue: creating ? field.default : undefined,
  } as const;
  switch (field.type) {
    case "textarea":
      return <TextInput {...common} multiline minRows={3} maxRows={16} />;
    case "password":
      return (
        <PasswordInput
          {...common}
          autoComplete="new-password"
          helperText={creating ? false : text.form.passwordKept}
        />
      );
    case "number":
      return <NumberInput {...common} step={field.whole ? 1 : "any"} min={field.min} max={field.max} />;
    case "checkbox":
      return <BooleanInput {...common} />;
    case "date":
      return <DateTimeInput {...common} parse={moment} />;
    case "select":
      return <Choice {...common} declared={field} />;
    case "json":
      return <JsonInput {...common} shape={field.shape ?? "any"} />;
    case "relationship":
      return <RelationInput {...common} declared={field} />;
    case "group":
      return <Group field={field} path={path} creating={creating} />;
    case "array":
      return (
        <ArrayInput {...common} defaultValue={creating ? [] : undefined}>
          <SimpleFormIterator
            fullWidth
            disableClear
            disableAdd={field.readOnly}
            disableRemove={field.readOnly}
            disableReordering={field.readOnly}
          >
            {(field.fields ?? []).map((inner) => (
              <FieldInput key={inner.name} field={readOnlyIn(field, inner)} path={inner.name} creating />
            ))}
          </SimpleFormIterator>
        </ArrayInput>
      );
    default:
      return field.many ? (
        <TextArrayInput {...common} defaultValue={undefined} />
      ) : (
        <TextInput {...common} type={field.type === "email" ? "email" : "text"} />
      );
  }
}

function Group({ field, path, creating }: Required<Props>) {
  return (
    <Box
      component="fieldset"
      sx={{
        border: 1,
        borderColor: "divider",
        borderRadius: 2,
        m: 0,
        mb: 2,
        p: 2,
        pt: 1,
        minWidth: 0,
        width: "100%",
      }}
    >
      <Typography component="legend" sx={{ px: 1, ml: -1, fontWeight: 600 }}>
        {field.label}
      </Typography>
      {field.description ? (
        <Typography variant="body2" sx={{ color: "text.secondary", mb: 1 }}>
          {field.description}
        </Typography>
      ) : null}
      {(field.fields ?? []).map((inner) => (
        <FieldInput
          key={inner.name}
          field={readOnlyIn(field, inner)}
          path={`${path}.${inner.name}`}
          creating={creating}
        />
      ))}
    </Box>
  );
}

/** What lies in something read-only is so itself. */
function readOnlyIn(outer: Field, inner: Field): Field {
  return outer.readOnly ? { ...inner, readOnly: true } : inner;
}

type Common = Pick<
  Parameters<typeof SelectInput>[0],
  "source" | "label" | "helperText" | "readOnly" | "validate" | "defaultValue"
>;

function Choice({ declared, ...common }: Common & { declared: Field }) {
  const choices = (declared.options ?? []).map((one) => ({ id: one.value, name: one.label }));
  if (declared.many) return <SelectArrayInput {...common} choices={choices} />;
  return <SelectInput {...common} choices={choices} />;
}

/** A moment as the API writes it. */
function moment(value: string | Date | null): string | null {
  if (!value) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function rulesOf(field: Field, creating: boolean): Validator[] | undefined {
  if (field.readOnly) return undefined;
  const rules: Validator[] = [];
  if (field.required && (field.type !== "password" || creating)) rules.push(required());
  if (!field.many && field.minLength) rules.push(minLength(field.minLength));
  if (!field.many && field.maxLength) rules.push(maxLength(field.maxLength));
  if (field.min !== undefined) rules.push(minValue(field.min));
  if (field.max !== undefined) rules.push(maxValue(field.max));
  return rules.length > 0 ? rules : undefined;
}
