"""Which answer a question gets, and the frame around it: the project, and that this is a rehearsal."""

from __future__ import annotations

import re
from collections.abc import Callable

from infra.local.rehearsal import craft, gathering, sources, writing
from infra.local.rehearsal.reading import Brief, plain
from shared.orchestrator.query.prompt import QUERY_SYSTEM_PROMPT

NOTICE = "*Rehearsal model: a scripted stand-in. Connect a real model with `OPENROUTER_API_KEY`.*"

# What somebody wrote ends in a mark of its own, and so does our sentence around it: theirs stays.
_DOUBLED = re.compile(r"(?<!\.)([.!?…][”\"*_]*)\.(?!\.)(?=\s|$)")

_REPERTOIRE: tuple[tuple[str, Callable[[Brief], str]], ...] = (
    (r"hero.{0,3}s journey|monomyth", craft.heros_journey),
    (r"(how|tips|compelling|better|improve|explain).*dialogue", craft.dialogue_tips),
    (r"(character|arc).*(develop|growth|tips|arcs?\b)|develop.*character", craft.development),
    (r"shot ?list|storyboard|camera|shots\b|cinematograph", craft.shots),
    (r"visual|style|mood ?board|look and feel|\blook\b|palette|colou?rs?\b|lighting", craft.style),
    (r"feedback|critique|review|what do you think|notes on|improve|rewrite", craft.feedback),
    (r"log ?line|pitch|one[- ]liner", writing.logline),
    (r"synopsis|treatment|summary|outline of|tell me a story|\bstory\b.*\babout\b", writing.synopsis),
    (r"twist|surprise|reveal", writing.twist),
    (r"dialogue|conversation between|write a scene|scene between|monologue", writing.dialogue),
    (r"scene list|scenes|episode|breakdown|beat ?sheet|beats", writing.scenes),
    (r"three[- ]acts?|\bacts?\b|structure|plot|outline", writing.acts),
    (r"character|protagonist|antagonist|villain|hero\b|heroine|cast\b", writing.characters),
    (r"\btitles?\b|name for", writing.titles),
    (r"^\W*(hi|hello|hey|good (morning|evening|day)|help|who are you|what can you do)\b", craft.greeting),
)


def answer(brief: Brief) -> str:
    """The whole text, the same one for the same question in the same project."""
    gathered = gathering.answer(brief)
    if gathered is not None:
        return gathered
    body = sources.answer(brief, brief.told) if brief.told.startswith(QUERY_SYSTEM_PROMPT) else _of_its_own(brief)
    parts = [_project(brief), body]
    if brief.has_image:
        parts.append("You attached an image: the rehearsal model cannot see it, a real vision model will.")
    return _DOUBLED.sub(r"\1", "\n\n".join([*filter(None, parts), NOTICE]))


def _of_its_own(brief: Brief) -> str:
    asked = brief.asked[:4_000].lower()
    return next((make for pattern, make in _REPERTOIRE if re.search(pattern, asked)), craft.ideas)(brief)


def _project(brief: Brief) -> str:
    """What we know of the project, in a line; empty when the conversation has none."""
    if not brief.title:
        return ""
    facts = brief.facts
    known = [str(facts["genre"])] if facts.get("genre") else []
    if facts.get("episodeCount"):
        known.append(f"{facts['episodeCount']} episodes")
    if facts.get("targetAudience"):
        known.append(f"audience: {facts['targetAudience']}")
    told = f" ({plain(', '.join(known), 120)})" if known else ""
    return f"For **{brief.title}**{told}:"
