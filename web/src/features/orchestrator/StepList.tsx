import { Check } from "lucide-react";
import { text } from "@/shared/text";
import { cx } from "@/shared/ui/cx";
import { Spinner } from "@/shared/ui/Spinner";
import { isThrough, type Step } from "./steps";

/** The stages of a piece of work: those that are through, and the one it is at, as far as that counts. */
export function StepList({ steps }: { steps: Step[] }) {
  return (
    <ol aria-label={text.modes.data.progress} data-testid="steps" className="flex flex-col gap-1.5">
      {steps.map((step, at) => (
        <StepRow key={step.name} step={step} current={at === steps.length - 1 && !isThrough(step)} />
      ))}
      {steps.every(isThrough) && (
        <li aria-current="step" className="flex items-center gap-2.5">
          <span className="grid size-5 place-items-center">
            <Spinner />
          </span>
          {text.modes.data.working}
        </li>
      )}
    </ol>
  );
}

function StepRow({ step, current }: { step: Step; current: boolean }) {
  const label = text.modes.data.steps[step.name] ?? step.name;
  const result = resultOf(step);
  const counts = step.done !== null && step.of !== null && step.of > 0;
  return (
    <li
      aria-current={current ? "step" : undefined}
      className={cx("flex flex-col gap-1", current ? "text-ink" : "text-faint")}
    >
      <span className="flex items-center gap-2.5">
        <span className="grid size-5 place-items-center">
          {current ? <Spinner /> : <Check className="size-4 text-good" aria-hidden="true" />}
        </span>
        {label}
        {counts && step.of! > 1 && (
          <span className="slate-face text-[0.8125rem] text-faint">
            {text.modes.data.counted(step.done!, step.of!, text.modes.data.units[step.unit] ?? "")}
          </span>
        )}
        {result && <span className="slate-face text-[0.8125rem] text-faint">{result}</span>}
      </span>
      {current && counts && step.of! > 1 && (
        <progress
          className="upload-progress ml-7.5 w-[min(16rem,80%)]"
          aria-label={label}
          max={step.of!}
          value={step.done!}
        />
      )}
    </li>
  );
}

function resultOf({ found, pages }: Step): string {
  if (found !== null) return text.modes.data.found(found);
  return pages > 0 ? text.modes.data.pages(pages) : "";
}
