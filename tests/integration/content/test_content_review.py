"""What the orchestrator changes of a conversation counts as a change for the clients of content, too."""

from __future__ import annotations

from shared.adapters.mongo.conversations import Conversations
from shared.orchestrator.stores import utc_now
from tests.integration.content.app import Studio
from tests.integration.content.conftest import People


async def test_an_etag_is_stale_once_the_orchestrator_has_changed_the_conversation(
    studio: Studio, people: People
) -> None:
    made = await people.ada.post("conversations", {"name": "Rain"})
    path, store = f"conversations/{made.json()['doc']['id']}", Conversations(studio.wiring.database)

    for change in (
        store.accept(path.partition("/")[2], "01RUN", "chat", utc_now()),
        store.change(path.partition("/")[2], {"name": "Snow"}, utc_now()),
    ):
        seen = (await people.ada.get(path)).headers["etag"]
        await change
        answered = await people.ada.patch(path, {"status": "archived"}, headers={"If-Match": seen})
        assert answered.status_code == 412
    assert answered.json()["errors"][0]["data"]["name"] == "Snow"
