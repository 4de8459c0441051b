import { Eye, EyeOff } from "lucide-react";
import { type InputHTMLAttributes, useState } from "react";
import { text } from "@/shared/text";
import { cx } from "./cx";
import { Field, inputLook } from "./Field";
import { IconButton } from "./IconButton";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  label?: string;
  error?: string;
  hint?: string;
}

export function PasswordField({ label, error, hint, ...rest }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label ?? text.auth.password} error={error} hint={hint}>
      {(wiring) => (
        <span className="relative block">
          <input
            {...wiring}
            {...rest}
            type={shown ? "text" : "password"}
            className={cx(inputLook, "pr-12")}
          />
          <IconButton
            label={shown ? text.auth.hide : text.auth.show}
            className="absolute top-0 right-0"
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
        </span>
      )}
    </Field>
  );
}
