import { useEffect, useRef } from "react";
import { Link, Outlet, ScrollRestoration, useLocation } from "react-router";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { ThemeToggle } from "@/shared/theme/ThemeToggle";
import { buttonLook } from "@/shared/ui/Button";
import { Logo } from "@/shared/ui/Logo";
import { AccountMenu } from "./AccountMenu";

/** The frame of every page: skip link, header, and the focus that follows a change of page. */
export function Shell() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-[10px] focus:bg-action focus:px-4 focus:py-2.5 focus:text-action-ink"
      >
        {text.skip}
      </a>
      <Header />
      <main ref={main} id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}

function Header() {
  const session = useSession();
  const { pathname } = useLocation();
  const atDoor = pathname === "/login" || pathname === "/register";
  return (
    <header className="border-b border-line bg-bg">
      <div className="mx-auto flex h-16 max-w-[76rem] items-center gap-2 px-4 sm:px-6">
        <Link to="/" className="-ml-2 flex min-h-11 items-center gap-2.5 rounded-[10px] px-2">
          <Logo className="h-5" />
          <span className="title-face text-[1.0625rem]">{text.brand}</span>
        </Link>
        <nav aria-label={text.header.navigation} className="ml-auto flex items-center gap-1">
          {session.status === "signedIn" && (
            <Link
              to="/projects"
              className={buttonLook("plain")}
              aria-current={pathname === "/projects" ? "page" : undefined}
            >
              {text.header.projects}
            </Link>
          )}
          {session.status === "anonymous" && !atDoor && (
            <Link to="/login" className={buttonLook("plain")}>
              {text.header.signIn}
            </Link>
          )}
        </nav>
        <ThemeToggle />
        {session.status === "signedIn" && <AccountMenu user={session.user} />}
      </div>
    </header>
  );
}
