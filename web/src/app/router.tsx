import { createBrowserRouter } from "react-router";
import { LoginPage } from "@/features/auth/LoginPage";
import { RegisterPage } from "@/features/auth/RegisterPage";
import { LandingPage } from "@/features/landing/LandingPage";
import { ProjectsPage } from "@/features/projects/ProjectsPage";
import { Crash } from "./Crash";
import { OnlySignedIn, OnlySignedOut } from "./guards";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: Crash,
    children: [
      { path: "/", Component: LandingPage },
      {
        Component: OnlySignedOut,
        children: [
          { path: "/login", Component: LoginPage },
          { path: "/register", Component: RegisterPage },
        ],
      },
      {
        Component: OnlySignedIn,
        children: [
          { path: "/projects", Component: ProjectsPage },
          {
            path: "/projects/:projectId",
            lazy: async () => ({ Component: (await import("./ProjectRoute")).ProjectRoute }),
          },
        ],
      },
      { path: "*", Component: NotFound },
    ],
  },
]);
