import TextField from "@mui/material/TextField";
import { useState } from "react";
import { FieldTitle, InputHelperText, useInput, useResourceContext, type InputProps } from "react-admin";
import { same } from "../api/changes";
import { text } from "../text";

type Shape = "any" | "object" | "list";

/** JSON as text. While it is none, the form cannot be saved, and what was typed stays as it is. */
export function JsonInput({ shape, ...props }: InputProps & { shape: Shape }) {
  const { source, label, helperText, readOnly } = props;
  const resource = useResourceContext();
  const given = list(props.validate);
  const { id, field, fieldState, isRequired } = useInput({
    ...props,
    validate: [...given, (value: unknown) => (value instanceof Unreadable ? value.reason : undefined)],
    format: (value: unknown) => value,
    parse: (value: unknown) => value,
  });
  const [typed, setTyped] = useState<string | null>(null);
  const kept = field.value instanceof Unreadable ? field.value.typed : written(field.value);
  const shown = typed !== null && same(read(typed, shape), field.value) ? typed : kept;
  return (
    <TextField
      id={id}
      name={field.name}
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        field.onChange(read(event.target.value, shape));
      }}
      onBlur={field.onBlur}
      inputRef={field.ref}
      label={<FieldTitle label={label} source={source} resource={resource} isRequired={isRequired} />}
      error={fieldState.invalid}
      helperText={<InputHelperText error={fieldState.error?.message} helperText={helperText} />}
      fullWidth
      multiline
      minRows={2}
      maxRows={20}
      slotProps={{
        htmlInput: { readOnly, spellCheck: false, style: MONO },
        inputLabel: { shrink: true },
      }}
    />
  );
}

const MONO = { fontFamily: "ui-monospace, Menlo, Consolas, monospace", fontSize: "0.8125rem" };

class Unreadable {
  readonly typed: string;
  readonly reason: string;

  constructor(typed: string, reason: string) {
    this.typed = typed;
    this.reason = reason;
  }
}

function read(typed: string, shape: Shape): unknown {
  if (typed.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(typed);
    return fits(value, shape) ? value : new Unreadable(typed, text.form.jsonShape[shape]);
  } catch {
    return new Unreadable(typed, text.form.json);
  }
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === "list") return Array.isArray(value);
  return shape === "any" || (typeof value === "object" && value !== null && !Array.isArray(value));
}

function written(value: unknown): string {
  return value === undefined || value === null || value === "" ? "" : JSON.stringify(value, null, 2);
}

function list<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
