import { text } from "@/shared/text";

export function Suggestions({
  suggestions,
  onPick,
}: {
  suggestions: string[];
  onPick: (content: string) => void;
}) {
  return (
    <ul aria-label={text.chat.suggestions} className="-mt-2 flex flex-wrap gap-2">
      {suggestions.map((suggestion) => (
        <li key={suggestion}>
          <button
            type="button"
            data-testid="suggestion"
            className="min-h-11 rounded-full border border-line px-4 py-2 text-left text-soft transition-colors hover:border-tungsten hover:text-ink"
            onClick={() => onPick(suggestion)}
          >
            {suggestion}
          </button>
        </li>
      ))}
    </ul>
  );
}
