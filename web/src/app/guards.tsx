import { Navigate, Outlet, useLocation, useSearchParams } from "react-router";
import { useSession } from "@/shared/session/store";
import { placeAfterLogin } from "@/shared/session/next";

/** Sends a stranger to the login page, which brings them back here. */
export function OnlySignedIn() {
  const signedIn = useSession((state) => state.status === "signedIn");
  const left = useSession((state) => state.status === "anonymous" && state.left === true);
  const { pathname, search } = useLocation();
  if (signedIn) return <Outlet />;
  if (left) return <Navigate to="/" replace />;
  const here = pathname + search;
  const next = here === "/projects" ? "" : `?next=${encodeURIComponent(here)}`;
  return <Navigate to={`/login${next}`} replace />;
}

/** Sends a user who is signed in on to where they wanted to go. */
export function OnlySignedOut() {
  const [params] = useSearchParams();
  const signedIn = useSession((state) => state.status === "signedIn");
  return signedIn ? <Navigate to={placeAfterLogin(params.get("next"))} replace /> : <Outlet />;
}
