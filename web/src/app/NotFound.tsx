import { Link } from "react-router";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { buttonLook } from "@/shared/ui/Button";
import { usePageTitle } from "@/shared/ui/usePageTitle";

export function NotFound() {
  usePageTitle(text.notFound.title);
  const signedIn = useSession((state) => state.status === "signedIn");
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-24 text-center">
      <p className="slate-face text-faint">404</p>
      <h1 className="title-face text-2xl">{text.notFound.title}</h1>
      <p className="text-soft">{text.notFound.hint}</p>
      <Link to={signedIn ? "/projects" : "/"} className={`${buttonLook("quiet")} mt-3`}>
        {signedIn ? text.notFound.home : text.notFound.start}
      </Link>
    </div>
  );
}
