import { text } from "@/shared/text";
import { Composer } from "./Composer";
import { Panel } from "./Panel";
import { SearchOptionsPopover } from "./SearchOptionsPopover";
import { askedWith, isUsual, type SearchOptions, useSearchOptions, WIDEST } from "./searchOptions";
import type { TabProps } from "./tab";
import { retry, revise } from "./talk";
import { useTalk } from "./useTalk";
import { Welcome } from "./Welcome";

/** Asks the Brain. */
export function QueryTab({ thread: key, projectId, projectTitle, wide, onBecame, onNew, onMode }: TabProps) {
  const talk = useTalk(key, projectId, onBecame);
  const options = useSearchOptions();

  function ask(content: string, within: SearchOptions = options) {
    talk.say({ mode: "query", content, attachments: [], asked: askedWith(within) });
  }

  return (
    <Panel
      mode="query"
      {...{ talk, wide, onNew, onMode }}
      welcome={
        <Welcome
          title={text.modes.query.welcome}
          hint={text.modes.query.welcomeHint(projectTitle)}
          starters={text.modes.query.starters}
          onStart={ask}
        />
      }
      fromItsStart
      onSuggestion={ask}
      onSearchAll={(content) => ask(content, WIDEST)}
      onRevise={(message, content) => void revise(key, projectId, "query", message, content)}
      onRetry={(runId) => void retry(key, projectId, "query", runId)}
    >
      <Composer
        talk={talk}
        label={text.modes.query.inputLabel}
        placeholder={text.modes.query.placeholder}
        tools={<SearchOptionsPopover />}
        above={!isUsual(options) && <Within {...options} />}
        onSend={ask}
      />
    </Panel>
  );
}

/** Says what the next question is looked up within, where that is not as usual. */
function Within({ types, limit, threshold }: SearchOptions) {
  const kinds = types.map((type) => text.brain.typesMany[type]).join(", ");
  return (
    <p className="px-2 pb-1.5 text-xs text-faint" data-testid="search-options">
      {text.modes.query.optionsOf(kinds, limit, Math.round(threshold * 100))}
    </p>
  );
}
