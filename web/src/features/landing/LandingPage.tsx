import { Link } from "react-router";
import { useLoad } from "@/shared/load/useLoad";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { buttonLook } from "@/shared/ui/Button";
import { cx } from "@/shared/ui/cx";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { isInitialized } from "./api";
import { Scene } from "./Scene";

export function LandingPage() {
  usePageTitle(text.landing.page);
  return (
    <div className="mx-auto flex w-full max-w-[76rem] flex-1 flex-col px-4 sm:px-6">
      <section className="grid items-end gap-x-12 gap-y-6 pt-12 pb-10 sm:pt-20 sm:pb-12 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <h1 className="title-face text-[clamp(2.75rem,7.4vw,5.5rem)] leading-[1]">{text.landing.headline}</h1>
        <div className="flex flex-col items-start gap-6 lg:pb-1.5">
          <p className="max-w-[46ch] text-lg text-soft">{text.landing.lead}</p>
          <Doors />
        </div>
      </section>
      <Scene />
      <section className="grid gap-x-10 gap-y-8 py-14 sm:py-20 md:grid-cols-3" aria-labelledby="points">
        <h2 id="points" className="sr-only">
          {text.landing.pointsTitle}
        </h2>
        {text.landing.points.map((point) => (
          <div key={point.title} className="flex flex-col gap-2 border-t border-line pt-5">
            <h3 className="text-lg font-semibold">{point.title}</h3>
            <p className="max-w-[44ch] text-soft">{point.body}</p>
          </div>
        ))}
      </section>
      <footer className="mt-auto border-t border-line py-6 text-[0.8125rem] text-faint">
        {text.landing.footer}
      </footer>
    </div>
  );
}

/** The ways in: on to the projects, the first account, or sign in and register. */
function Doors() {
  const signedIn = useSession((state) => state.status === "signedIn");
  const [init] = useLoad("init", isInitialized);
  const primary = cx(buttonLook("primary"), "min-h-12 px-6");
  if (signedIn)
    return (
      <Link to="/projects" className={primary}>
        {text.landing.open}
      </Link>
    );
  if (init.data === false)
    return (
      <div className="flex flex-col items-start gap-3">
        <Link to="/register" className={primary}>
          {text.landing.firstStart}
        </Link>
        <p className="text-faint">{text.landing.firstHint}</p>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-3">
      <Link to="/register" className={primary}>
        {text.landing.start}
      </Link>
      <Link to="/login" className={cx(buttonLook("quiet"), "min-h-12 px-6")}>
        {text.landing.signIn}
      </Link>
    </div>
  );
}
