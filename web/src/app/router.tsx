import { createBrowserRouter } from "react-router";
import { ForgotPage } from "@/features/auth/ForgotPage";
import { LoginPage } from "@/features/auth/LoginPage";
import { RegisterPage } from "@/features/auth/RegisterPage";
import { ResetPage } from "@/features/auth/ResetPage";
import { VerifyPage } from "@/features/auth/VerifyPage";
import { LandingPage } from "@/features/landing/LandingPage";
import { ProjectsPage } from "@/features/projects/ProjectsPage";
import { Crash } from "./Crash";
import { OnlySignedIn, OnlySignedOut } from "./guards";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

const project = () => import("./ProjectRoute");

export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: Crash,
    // The first page of all appears when its code is there.
    HydrateFallback: () => null,
    children: [
      { path: "/", Component: LandingPage },
      {
        Component: OnlySignedOut,
        children: [
          { path: "/login", Component: LoginPage },
          { path: "/register", Component: RegisterPage },
          { path: "/forgot-password", Component: ForgotPage },
        ],
      },
      { path: "/reset-password/:token?", Component: ResetPage },
      { path: "/verify/:token?", Component: VerifyPage },
      {
        Component: OnlySignedIn,
        children: [
          { path: "/projects", Component: ProjectsPage },
          {
            path: "/account",
            lazy: async () => ({ Component: (await import("@/features/account/AccountPage")).AccountPage }),
          },
          {
            path: "/projects/:projectId",
            lazy: async () => ({ Component: (await project()).ProjectRoute }),
            children: [
              { index: true, lazy: async () => ({ Component: (await project()).OverviewRoute }) },
              { path: "media", lazy: async () => ({ Component: (await project()).MediaRoute }) },
              {
                path: "brain",
                lazy: async () => ({ Component: (await import("./BrainRoute")).BrainRoute }),
              },
            ],
          },
        ],
      },
      { path: "*", Component: NotFound },
    ],
  },
]);
