/** Puts the caret into a field, but not where that would call up a keyboard over half of the screen. */
export function focusToWrite(field: HTMLElement | null): void {
  if (matchMedia("(hover: hover)").matches) field?.focus();
}
