import type { ReactNode } from "react";
import { text } from "@/shared/text";
import { Still } from "@/shared/ui/Still";

/** The door: a form, beside a picture where there is room for one. */
export function AuthFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className="grid flex-1 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <div className="flex flex-col justify-center px-4 py-10 sm:px-6">
        <div className="mx-auto flex w-full max-w-sm flex-col gap-7">
          <div className="flex flex-col gap-2">
            <h1 className="title-face text-[1.75rem]">{title}</h1>
            <p className="text-soft">{lead}</p>
          </div>
          {children}
        </div>
      </div>
      <div className="relative hidden overflow-hidden bg-screen lg:block" aria-hidden="true">
        <Still seed="golden hour" genre="drama" className="absolute inset-0 size-full" />
        <p className="title-face absolute right-10 bottom-9 left-10 text-3xl text-white">{text.auth.quote}</p>
      </div>
    </div>
  );
}
