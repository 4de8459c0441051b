"""Query mode where something is missing: the Brain, the model, both, or whoever was about to answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Literal

import pytest

from shared.adapters.embeddings.hashing import HashingEmbedder
from shared.adapters.llm.fake import Answer, FakeModel
from shared.adapters.neo4j.fake import FakeGraph
from shared.brain.local import LocalBrain
from shared.brain.retrieval import EMBEDDER_SECONDS, Retrieval
from shared.domain.brain import Question
from shared.domain.errors import BrainError
from shared.domain.runs import Run
from shared.orchestrator.query.mode import BRAIN_SECONDS
from shared.orchestrator.query.plain import NOTHING_REACHED
from shared.orchestrator.query.prompt import UNREACHABLE
from tests.runs.brain import (
    MAYA,
    ScriptedBrain,
    accept,
    answered,
    ask,
    asking,
    hit,
)
from tests.runs.dying import Fuse
from tests.runs.world import World, stages, until

GONE = BrainError("bolt://user:secret@graph:7687 refused")


@pytest.mark.parametrize("error", [GONE, RuntimeError("a fault of the driver's"), TimeoutError()])
async def test_without_brain_the_model_answers_and_says_so(error: Exception) -> None:
    world = await asking(
        ScriptedBrain(error=error), FakeModel.saying(["The Brain is away [1]. So I ", "guess [", "2]."])
    )
    run = await ask(world.process())
    result = answered(run)

    assert (result["degraded"], result["results"], result["citations"]) == (True, [], [])
    assert result["message"] == "The Brain is away. So I guess."
    assert UNREACHABLE in str(world.model.calls[0].messages[0].content)
    assert "secret" not in str(await world.log(run))


async def test_a_brain_that_is_slow_is_not_waited_for() -> None:
    brain = ScriptedBrain(seconds=60)
    world = await asking(brain, seconds=0.05)
    result = answered(await ask(world.process()))

    assert (result["degraded"], result["results"]) == (True, [])
    assert len(world.model.calls) == 1


async def test_the_first_question_of_a_process_may_take_longer() -> None:
    world = await asking(ScriptedBrain(seconds=0.2))
    mode = world.spoken["query"]
    vars(mode).update(_seconds=0.01, _next_seconds=60)
    process = world.process()

    assert answered(await ask(process))["degraded"] is False
    assert answered(await ask(process))["degraded"] is True


async def test_a_brain_that_comes_back_is_asked_again_by_the_next_question() -> None:
    brain = ScriptedBrain(error=GONE)
    world = await asking(brain)
    process = world.process()
    assert answered(await ask(process))["degraded"] is True
    brain.error = None

    assert answered(await ask(process))["degraded"] is False


@pytest.mark.parametrize("ending", ["fail", "refuse"])
async def test_without_a_model_the_answer_is_what_was_found(ending: Any) -> None:
    world = await asking(ScriptedBrain(), FakeModel([Answer(ending=ending)]))
    run = await ask(world.process())
    result = answered(run)

    assert (result["degraded"], result["model"]) == (True, "none")
    assert "Maya, character: A lighthouse keeper." in result["message"]
    assert [one["marker"] for one in result["citations"]] == ["[1]", "[2]"]
    assert len(result["results"]) == 2
    assert await world.text(run) == result["message"]


async def test_without_brain_and_model_there_still_is_an_answer() -> None:
    world = await asking(ScriptedBrain(error=GONE), FakeModel([Answer(ending="fail")]))
    result = answered(await ask(world.process()))

    assert (result["message"], result["degraded"], result["results"]) == (NOTHING_REACHED, True, [])


async def test_a_model_that_keeps_breaking_off_is_completed_by_what_was_found() -> None:
    world = await asking(
        ScriptedBrain(),
        FakeModel(
            [
                Answer(
                    (
                        "She [",
                        "1] is",
                    ),
                    "break",
                )
            ]
        ),
    )
    result = answered(await ask(world.process()))

    assert result["message"].startswith("She [1] is" * 4 + "\n\nThe language model cannot be reached")
    assert result["degraded"] is True
    assert [one["marker"] for one in result["citations"]] == ["[1]", "[2]"]


async def test_a_model_that_says_nothing_but_forged_markers_has_said_nothing() -> None:
    world = await asking(ScriptedBrain(), FakeModel.saying(["[", "99]", " [3]"]))
    result = answered(await ask(world.process()))

    assert result["message"].startswith("The language model cannot be reached")


async def test_a_broken_answer_is_taken_up_where_the_log_ends_even_inside_a_marker() -> None:
    model = FakeModel([Answer(("She is 28", " [1"), "break"), Answer((" [1]", "(http://evil)."))])
    world = await asking(brain := ScriptedBrain(), model)
    run = await ask(world.process())

    assert answered(run)["message"] == "She is 28 [1] (http://evil)."
    assert world.model.calls[1].messages[-2].content == "She is 28"
    assert len(brain.asked) == 1
    assert stages(await world.log(run)) == ["started", "retrieved", "token", "interrupted", "token", "complete"]


async def test_cancelling_ends_a_search_that_hangs() -> None:
    world = await asking(ScriptedBrain(seconds=60), seconds=60)
    process = world.process()
    run = await accept(process)
    await process.hub.take(run)
    await until(lambda: world.log(run))
    await process.cancel(run)

    await until(lambda: process.hub.live(run.id) is None, seconds=2)
    assert (await world.log(run))[-1].data["status"] == "cancelled"
    assert world.model.calls == []


async def test_a_successor_answers_from_the_same_sources() -> None:
    """The producer dies between what it retrieved and its answer; since then the Brain knows something else."""
    brain = ScriptedBrain()
    world = await asking(brain, FakeModel([Answer((), "never"), Answer(("She is 28 [1].",))]))
    fuse = Fuse()
    victim, heir = world.process(fuse.wrap), world.process()
    run = await accept(victim)
    await victim.hub.take(run)
    await until(lambda: _told(world, run))
    fuse.blow()
    await until(lambda: victim.hub.live(run.id) is None)
    brain.hits = [hit("Somebody else")]
    world.clock.skip(11)
    ended = await heir.waiting().answer(await world.run(run))

    assert [one["title"] for one in answered(ended)["results"]] == ["Maya", "Lamp room"]
    assert stages(await world.log(run)) == ["started", "retrieved", "interrupted", "token", "complete"]
    assert len(brain.asked) == 1
    assert world.model.calls[0].messages[0] == world.model.calls[1].messages[0]


async def _told(world: World, run: Run) -> bool:
    return "retrieved" in stages(await world.log(run))


@pytest.mark.parametrize("brain", [ScriptedBrain(), ScriptedBrain([]), ScriptedBrain(error=GONE)])
@pytest.mark.parametrize("ending", ["finish", "fail"])
async def test_a_producer_killed_after_any_write_leaves_a_run_that_ends_whole(brain: Any, ending: Any) -> None:
    model = FakeModel([Answer(("She is 28 [1].",) if ending == "finish" else (), ending)])
    whole = answered(await ask((await asking(brain, model)).process()))["message"]
    writes, limit = 1_000, 1
    while limit < writes:
        world = await asking(brain, model)
        fuse = Fuse()
        victim, heir = world.process(fuse.wrap), world.process()
        run = await accept(victim)
        fuse.limit = len(fuse.writes) + limit
        await asyncio.gather(victim.hub.take(run), return_exceptions=True)
        await until(lambda run=run, victim=victim: victim.hub.live(run.id) is None)
        if not fuse.dead:
            writes = limit
        world.clock.skip(11)
        ended = await heir.waiting().answer(await world.run(run))

        text = await world.text(run)
        assert text == answered(ended)["message"]
        # A model is asked to go on after what it had said; ours says all of it again.
        assert text in (whole, whole * 2), limit
        assert stages(await world.log(run)).count("retrieved") == 1
        limit += 1


class _Silent(HashingEmbedder):
    """Reads passages, and says nothing to a question."""

    async def embed(self, texts: Sequence[str], purpose: Literal["passage", "query"] = "passage") -> list[list[float]]:
        if purpose == "query":
            await asyncio.Event().wait()
        return await super().embed(texts, purpose)


async def test_an_embedder_that_is_silent_leaves_words_and_graph() -> None:
    store, embedder = FakeGraph(), _Silent()
    await LocalBrain(store, embedder).create("p", MAYA.entity)

    [found] = await Retrieval(store, embedder, seconds=0.01).search("p", Question("Who is Maya?"))

    assert EMBEDDER_SECONDS < BRAIN_SECONDS
    assert (found.entity.title, found.channels) == ("Maya", ("text", "graph"))
