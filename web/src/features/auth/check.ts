import { checkPassword } from "@/shared/form/password";
import { text } from "@/shared/text";

export type Faults = Partial<Record<"name" | "email" | "password", string>>;

export function checkLogin(values: { email: string; password: string }): Faults {
  const faults: Faults = {};
  if (values.email.trim() === "") faults.email = text.auth.required.email;
  if (values.password === "") faults.password = text.auth.required.password;
  return faults;
}

export function checkEmail(email: string): string | undefined {
  if (email.trim() === "") return text.auth.required.email;
  return /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : text.auth.badEmail;
}

export function checkAccount(values: { name: string; email: string; password: string }): Faults {
  const faults: Faults = {};
  const email = checkEmail(values.email);
  const password = checkPassword(values.password);
  if (values.name.trim() === "") faults.name = text.auth.required.name;
  if (email) faults.email = email;
  if (password) faults.password = password;
  return faults;
}
