import { text } from "@/shared/text";
import { Button } from "@/shared/ui/Button";

export function Crash() {
  return (
    <main role="alert" className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-24 text-center">
      <h1 className="title-face text-2xl">{text.errors.crashed}</h1>
      <p className="text-soft">{text.errors.crashedHint}</p>
      <Button kind="primary" className="mt-3" onClick={() => location.reload()}>
        {text.errors.reload}
      </Button>
    </main>
  );
}
