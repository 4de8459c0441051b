import { text } from "@/shared/text";

const MIN_PASSWORD = 8;

/** What is wrong with a password to be, if anything. */
export function checkPassword(password: string): string | undefined {
  if (password === "") return text.auth.required.password;
  return password.length < MIN_PASSWORD ? text.auth.shortPassword : undefined;
}
