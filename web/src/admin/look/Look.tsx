import { CacheProvider } from "@emotion/react";
import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { useEffect, useState, type ReactNode } from "react";
import { followSystem, useTheme } from "@/shared/theme/theme";
import { cache } from "./sheet";
import { themes } from "./theme";

/** Which of the two themes is painted: the studio's choice, or the system's while there is none. */
export function useDark(): boolean {
  const choice = useTheme((state) => state.choice);
  const [systemDark, setSystemDark] = useState(() => !matchMedia("(prefers-color-scheme: light)").matches);
  useEffect(() => {
    const media = matchMedia("(prefers-color-scheme: light)");
    const look = () => setSystemDark(!media.matches);
    media.addEventListener("change", look);
    return () => media.removeEventListener("change", look);
  }, []);
  return choice === "system" ? systemDark : choice === "dark";
}

export function Look({ children }: { children: ReactNode }) {
  const dark = useDark();
  useEffect(followSystem, []);
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={dark ? themes.dark : themes.light}>
        <CssBaseline enableColorScheme />
        {children}
      </ThemeProvider>
    </CacheProvider>
  );
}
