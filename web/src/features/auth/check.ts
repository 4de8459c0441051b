import { text } from "@/shared/text";

export type Faults = Partial<Record<"name" | "email" | "password", string>>;
const MIN_PASSWORD = 8;

export function checkLogin(values: { email: string; password: string }): Faults {
  const faults: Faults = {};
  if (values.email.trim() === "") faults.email = text.auth.required.email;
  if (values.password === "") faults.password = text.auth.required.password;
  return faults;
}

export function checkAccount(values: { name: string; email: string; password: string }): Faults {
  const faults = checkLogin(values);
  if (values.name.trim() === "") faults.name = text.auth.required.name;
  if (!faults.email && !/^\S+@\S+\.\S+$/.test(values.email.trim())) faults.email = text.auth.badEmail;
  if (!faults.password && values.password.length < MIN_PASSWORD) faults.password = text.auth.shortPassword;
  return faults;
}
