import { create } from "zustand";

export type Choice = "system" | "light" | "dark";
const KEY = "aladdin.theme";
const prefersLight = () => matchMedia("(prefers-color-scheme: light)");

function remembered(): Choice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

function paint(choice: Choice): void {
  const light = choice === "light" || (choice === "system" && prefersLight().matches);
  document.documentElement.dataset.theme = light ? "light" : "dark";
}

export const useTheme = create<{ choice: Choice }>(() => ({ choice: remembered() }));

export function chooseTheme(choice: Choice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Storage is switched off: the choice holds until the page is left.
  }
  useTheme.setState({ choice });
  paint(choice);
}

/** Follows the system while nothing else was chosen. Returns the way to stop. */
export function followSystem(): () => void {
  const media = prefersLight();
  const repaint = () => paint(useTheme.getState().choice);
  repaint();
  media.addEventListener("change", repaint);
  return () => media.removeEventListener("change", repaint);
}
