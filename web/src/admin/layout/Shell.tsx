import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import DarkIcon from "@mui/icons-material/DarkModeOutlined";
import LightIcon from "@mui/icons-material/LightModeOutlined";
import SignOutIcon from "@mui/icons-material/Logout";
import StudioIcon from "@mui/icons-material/MovieOutlined";
import type { ReactNode } from "react";
import { AppBar, Layout, RefreshIconButton, TitlePortal, type AppBarProps } from "react-admin";
import { chooseTheme } from "@/shared/theme/theme";
import { useDark } from "../look/Look";
import { leave } from "../Notices";
import { text } from "../text";
import { Menu } from "./Menu";

export function Shell({ children }: { children: ReactNode }) {
  return (
    <Layout appBar={Bar} menu={Menu} appBarAlwaysOn>
      {children}
    </Layout>
  );
}

function Bar({ alwaysOn }: AppBarProps) {
  const dark = useDark();
  const other = dark ? "light" : "dark";
  return (
    <AppBar
      alwaysOn={alwaysOn}
      color="default"
      userMenu={false}
      toolbar={
        <>
          <RefreshIconButton />
          <Tooltip title={text.theme[other]}>
            <IconButton color="inherit" aria-label={text.theme[other]} onClick={() => chooseTheme(other)}>
              {dark ? <LightIcon /> : <DarkIcon />}
            </IconButton>
          </Tooltip>
          <Tooltip title={text.toStudio}>
            <IconButton color="inherit" aria-label={text.toStudio} href="/projects">
              <StudioIcon />
            </IconButton>
          </Tooltip>
          <Button
            color="inherit"
            startIcon={<SignOutIcon />}
            onClick={() => void leave()}
            sx={{ display: { xs: "none", sm: "inline-flex" } }}
          >
            {text.signOut}
          </Button>
          <IconButton
            color="inherit"
            aria-label={text.signOut}
            onClick={() => void leave()}
            sx={{ display: { xs: "inline-flex", sm: "none" } }}
          >
            <SignOutIcon />
          </IconButton>
        </>
      }
      sx={{
        bgcolor: "background.paper",
        color: "text.primary",
        borderBottom: 1,
        borderColor: "divider",
        boxShadow: "none",
      }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <TitlePortal component="p" sx={{ m: 0 }} />
      </Box>
    </AppBar>
  );
}
