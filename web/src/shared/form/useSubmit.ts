import { type FormEvent, useState } from "react";
import { ApiError, sentenceOf } from "@/shared/api/errors";
import { text } from "@/shared/text";
import { focusFirstInvalid } from "@/shared/ui/focusFirstInvalid";

type Faults = Record<string, string | undefined>;

/**
 * What every form does: one sending at a time, faults at their fields, what else went wrong in a sentence, and the
 * focus on the first field that needs another look. `check` says what is wrong before anything is sent.
 */
export function useSubmit(send: () => Promise<unknown>, check: () => Faults = () => ({})) {
  const [faults, setFaults] = useState<Faults>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(form: HTMLElement): Promise<void> {
    if (busy) return;
    const found = check();
    setFaults(found);
    setProblem(null);
    setDone(false);
    if (Object.values(found).some(Boolean)) return focusFirstInvalid(form);
    setBusy(true);
    try {
      await send();
      setDone(true);
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields : {};
      setFaults(fields);
      setProblem(Object.keys(fields).length > 0 ? text.form.fix : sentenceOf(error));
      focusFirstInvalid(form);
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void submit(event.currentTarget);
  }

  return { faults, problem, done, busy, onSubmit };
}
