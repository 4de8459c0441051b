import { Monitor, Moon, Sun } from "lucide-react";
import { text } from "@/shared/text";
import { IconButton } from "@/shared/ui/IconButton";
import { type Choice, chooseTheme, useTheme } from "./theme";

const NEXT: Record<Choice, Choice> = { system: "light", light: "dark", dark: "system" };
const ICON = { system: Monitor, light: Sun, dark: Moon };

/** Steps through system, light and dark; the label says where it stands and where it goes. */
export function ThemeToggle() {
  const choice = useTheme((state) => state.choice);
  const Icon = ICON[choice];
  const next = NEXT[choice];
  return (
    <IconButton
      label={text.theme.toggle(text.theme[choice], text.theme[next])}
      data-testid="theme-toggle"
      data-choice={choice}
      onClick={() => chooseTheme(next)}
    >
      <Icon />
    </IconButton>
  );
}
