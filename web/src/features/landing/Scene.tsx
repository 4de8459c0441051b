import { text } from "@/shared/text";
import { Cave } from "./Cave";

/** A frame from a film that does not exist yet, with the page it was shot from laid over its edge. */
export function Scene() {
  const scene = text.landing.scene;
  return (
    <figure className="relative">
      <div className="relative overflow-hidden rounded-2xl bg-screen">
        <Cave className="block aspect-[4/3] w-full object-cover sm:aspect-[21/9]" />
        <span className="slate-face absolute top-4 right-5 text-[0.8125rem] text-white/85">
          {scene.frame}
        </span>
      </div>
      <figcaption className="relative mx-4 -mt-14 max-w-[27rem] rounded-md bg-[#f6f2e8] px-6 py-5 font-page text-[0.8125rem] leading-relaxed text-[#1d1c1a] shadow-2xl sm:absolute sm:bottom-8 sm:left-8 sm:m-0 sm:text-sm">
        <p className="font-bold">{scene.heading}</p>
        <p className="mt-3">{scene.action}</p>
        <p className="mt-3 pl-[34%]">{scene.cue}</p>
        <p className="pr-[10%] pl-[20%]">{scene.line}</p>
      </figcaption>
    </figure>
  );
}
