import { createTheme, type Theme } from "@mui/material/styles";
import { defaultDarkTheme, defaultLightTheme } from "react-admin";
import { text } from "../text";

/** The studio's palette (app/styles/tokens.css) in the notation that MUI computes with. */
const DARK = {
  bg: "#0e0e10",
  surface: "#151618",
  raised: "#1d1e20",
  line: "#2d2e31",
  edge: "#727479",
  ink: "#efeeec",
  soft: "#bcbec1",
  faint: "#999ba0",
  accent: "#f4bd62",
  onAccent: "#1f1306",
  info: "#91ceec",
  good: "#7ad59c",
  bad: "#f98f87",
  onBad: "#2b0d0b",
};

const LIGHT: typeof DARK = {
  bg: "#f4f4f6",
  surface: "#ffffff",
  raised: "#f8f9fa",
  line: "#dbdcdf",
  edge: "#7e8085",
  ink: "#17181c",
  soft: "#404248",
  faint: "#5d5f65",
  accent: "#8f520d",
  onAccent: "#ffffff",
  info: "#13618d",
  good: "#0a693c",
  bad: "#b02a2a",
  onBad: "#ffffff",
};

const FONT = '"Mona Sans Variable", system-ui, -apple-system, "Segoe UI", sans-serif';

export const themes = { light: made("light"), dark: made("dark") };

function made(mode: "light" | "dark"): Theme {
  const tone = mode === "dark" ? DARK : LIGHT;
  const base = mode === "dark" ? defaultDarkTheme : defaultLightTheme;
  return createTheme({
    ...base,
    sidebar: { width: 224, closedWidth: 56 },
    palette: {
      mode,
      background: { default: tone.bg, paper: tone.surface },
      primary: { main: tone.accent, light: tone.accent, dark: tone.accent, contrastText: tone.onAccent },
      secondary: { main: tone.info, light: tone.info, dark: tone.info, contrastText: tone.surface },
      error: { main: tone.bad, light: tone.bad, dark: tone.bad, contrastText: tone.onBad },
      success: { main: tone.good, light: tone.good, dark: tone.good, contrastText: tone.surface },
      text: { primary: tone.ink, secondary: tone.faint, disabled: tone.edge },
      divider: tone.line,
    },
    shape: { borderRadius: 8 },
    typography: {
      fontFamily: FONT,
      fontSize: 14,
      h6: { fontWeight: 640, letterSpacing: "-0.012em" },
      button: { textTransform: "none", fontWeight: 560 },
    },
    components: {
      ...base.components,
      MuiCssBaseline: {
        styleOverrides: { ":focus-visible": { outline: `2px solid ${tone.accent}`, outlineOffset: 2 } },
      },
      // The lists' checkboxes: react-admin names the mark around the box, where a screen reader does not look.
      MuiCheckbox: {
        defaultProps: {
          slotProps: { root: { "aria-label": undefined }, input: { "aria-label": text.list.select } },
        },
      },
      MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } } },
      MuiTableCell: { styleOverrides: { root: { borderColor: tone.line }, head: { fontWeight: 600 } } },
      MuiFormLabel: { styleOverrides: { root: { color: tone.soft } } },
      RaMenuItemLink: {
        styleOverrides: {
          root: {
            borderRadius: 8,
            margin: "0 8px",
            color: tone.soft,
            "&.RaMenuItemLink-active": { color: tone.ink, fontWeight: 600, backgroundColor: tone.raised },
          },
        },
      },
      RaLayout: {
        styleOverrides: { root: { "& .RaLayout-content": { minWidth: 0, paddingBottom: 32 } } },
      },
    },
  });
}
