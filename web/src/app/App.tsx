import { useEffect, useState } from "react";
import { RouterProvider } from "react-router/dom";
import { askWhoIsThere, keepSession } from "@/shared/session/keep";
import { useSession } from "@/shared/session/store";
import { followSystem } from "@/shared/theme/theme";
import { text } from "@/shared/text";
import { Failure } from "@/shared/ui/Failure";
import { router } from "./router";

export function App() {
  const known = useSession((state) => state.status !== "unknown");
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(followSystem, []);
  useEffect(keepSession, []);
  useEffect(() => void askWhoIsThere().catch(setFailure), []);

  if (failure && !known) {
    const retry = () => {
      setFailure(null);
      void askWhoIsThere().catch(setFailure);
    };
    return <Failure title={text.brand} error={failure} onRetry={retry} />;
  }
  return known ? <RouterProvider router={router} /> : null;
}
