"""What stands before a script's first scene is kept, however its heading is written."""

from __future__ import annotations

import pytest

from shared.adapters.extraction.finaldraft import read_final_draft
from shared.brain.gather.sources import structured
from shared.domain.screenplay.texts import script_of


@pytest.mark.parametrize("heading", ["INT. HOUSE - DAY", "INT.  HOUSE  -  DAY", ".HOUSE"])
def test_what_stands_before_the_first_scene_is_a_passage(heading: str) -> None:
    read = script_of("fountain", f"For Ada.\n\n{heading}\n\nMARA lights the lamp.\n")
    assert read is not None

    known = structured(read, "i", "Script", "o").knowledge.entities.values()

    assert [one.content for one in known if one.metadata.get("passage")] == ["For Ada."]


def test_a_heading_that_is_a_number_alone_is_a_scene() -> None:
    paragraphs = (("Action", "For Ada."), ("Scene Heading", "#5#"), ("Action", "MARA lights the lamp."))
    body = "".join(f'<Paragraph Type="{kind}"><Text>{text}</Text></Paragraph>' for kind, text in paragraphs)
    read = read_final_draft(f"<FinalDraft><Content>{body}</Content></FinalDraft>".encode())

    reading = structured(read, "i", "Script", "o")

    assert reading.scenes == 1
    assert [one.type for one in reading.knowledge.entities.values()] == ["scene"]
