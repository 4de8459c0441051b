import { useEffect, useState } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";

/**
 * The secret that a mailed link carries, `/page/<token>` or `/page?token=`. It is taken out of the address at once, so
 * that neither the history nor a shared screen keeps it.
 */
export function useToken(page: string): string {
  const params = useParams();
  const [search] = useSearchParams();
  const [token] = useState(() => params.token ?? search.get("token") ?? "");
  const navigate = useNavigate();
  const { pathname, search: rest } = useLocation();
  const clean = pathname === page && rest === "";
  useEffect(() => {
    if (!clean) void navigate(page, { replace: true });
  }, [clean, navigate, page]);
  return token;
}
