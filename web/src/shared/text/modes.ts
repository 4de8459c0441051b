import { plural } from "./plural";

/** The tabs of the assistant besides chat. */
export const modes = {
  names: { chat: "Chat", query: "Query", task: "Task", data: "Data" },
  fresh: {
    chat: "New conversation",
    query: "New question",
    data: "Bring in something new",
  },
  task: {
    title: "No departments at work yet",
    hint: "Here the departments will take on work, say what it costs before they start, and show how far they are. Until then, talk it through in Chat.",
    toChat: "Go to Chat",
  },
  query: {
    welcome: "What do you want to know?",
    welcomeHint: (title: string) =>
      `Ask what “${title}” holds. Each answer names the page, the shot or the fact it rests on.`,
    starters: [
      "Who are the main characters?",
      "Which scenes take place at night?",
      "Where does the story take place?",
      "Which props matter, and who has them?",
    ],
    placeholder: "Ask what the film knows…",
    inputLabel: "Question to the film’s Brain",
    searching: "Looking it up…",
    found: (count: number) => `${plural(count, "finding", "findings")}, reading…`,
    findings: "What was found",
    allFindings: (count: number) => `Show all ${count}`,
    relevance: (percent: number) => `${percent}% relevant`,
    cited: (markers: string) => `Cited as ${markers}`,
    citation: (marker: string, title: string) => `Source ${marker}: ${title}`,
    degraded:
      "Part of the studio was away, so this answer is not the best it can be. It names nothing that was not found.",
    nothing: "Nothing in this film’s Brain fits the question.",
    nothingNarrow: "Nothing fits within these search options.",
    searchAll: "Search everything",
    feed: "Bring something in",
    options: "Search options",
    types: "Only these kinds",
    limit: "At most",
    threshold: (percent: number) => `Relevance from ${percent}%`,
    reset: "Back to the usual",
    optionsOf: (types: string, limit: number, percent: number) =>
      `${types || "Every kind"}, at most ${limit}, relevance from ${percent}%`,
    toBrain: "Open in the Brain",
    quoted: "The passage",
  },
  data: {
    welcome: "What shall the film know?",
    welcomeHint: (title: string) =>
      `Notes, scripts, PDFs, pictures: “${title}” reads them, links them with what it knows, and asks you where two sources disagree.`,
    ways: [
      { title: "Write or paste", hint: "A note, a scene, a character’s past." },
      {
        title: "Attach a file",
        hint: "A script (Fountain, Final Draft, Word), a PDF, also a scanned one, or a picture.",
      },
      { title: "Give a link", hint: "To a document or a picture that anybody may open." },
    ],
    viewer: "You may look at this film, but not bring anything in. Ask somebody who edits it.",
    placeholder: "Write or paste…",
    inputLabel: "What the film should know",
    attach: "Attach a file",
    soundNotTaken:
      "Sound cannot be read here. Bring in a text (PDF, Word, Fountain, Final Draft, .md, .txt), a picture or a film clip.",
    attachAnother: "Attach another file instead",
    link: "Give a link",
    linkLabel: "Address of a document or a picture",
    linkPlaceholder: "https://…",
    linkBad: "Enter a whole address that begins with http:// or https://.",
    dropLink: "Take the link away",
    drop: "Drop a file to bring it in",
    send: "Bring it in",
    working: "Taking it in…",
    failed: "It could not be brought in.",
    counted: (done: number, of: number, unit: string) => `${done} of ${of}${unit ? ` ${unit}` : ""}`,
    units: { passages: "passages", rounds: "rounds", pages: "scanned pages" } as Record<string, string>,
    pages: (count: number) => `${plural(count, "page", "pages")} read`,
    found: (count: number) => `${count} found`,
    progress: "How far it is",
    steps: {
      extract: "Reading",
      understand: "Understanding it",
      enrich: "Filling in what is missing",
      summarise: "Summing up",
      duplicates: "Looking for duplicates",
      brain: "Linking it with what is known",
    } as Record<string, string>,
    summary: "Summary",
    context: "Context",
    entities: "What it speaks of",
    moreEntities: (count: number) => `and ${count} more`,
    counts: ({ facts = 0, relations = 0, passages = 0 }) =>
      [
        facts > 0 && plural(facts, "fact", "facts"),
        relations > 0 && plural(relations, "relation", "relations"),
        passages > 0 && plural(passages, "passage", "passages"),
      ]
        .filter(Boolean)
        .join(", "),
    rounds: (count: number) =>
      count === 0 ? "nothing added" : `filled in over ${plural(count, "round", "rounds")}`,
    gone: "It has been deleted since.",
    remove: "Delete",
    removeTitle: (name: string) => `Delete “${name}”?`,
    removeHint:
      "The film forgets what only this said, with its passages: at once, or as soon as the Brain answers. What other sources say stays, and so do uploaded files.",
    duplicates: "Known already?",
    similar: (percent: number) => `${percent}% alike`,
    judged: {
      skip: "As good as the same",
      merge: "Much of it is the same",
      review: "Alike: worth a look",
    },
    actions: { skip: "Skip the new one", merge: "Merge", keep: "Keep both" },
    advised: "advised",
    resolved: {
      skip: "Skipped: what was there stays as it is.",
      merge: "Merged with what was there.",
      keep: "Both are kept.",
    },
    unnamed: "Something that was brought in before",
    conflicts: "Sources that disagree",
    toConflicts: (count: number) => `${plural(count, "contradiction", "contradictions")} to decide`,
    pendingBrain: "It is kept. The Brain is away and learns it as soon as it is back.",
  },
};
