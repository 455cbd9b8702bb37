"""The way back on another day: what an earlier run did, and what it was killed in."""

from desk import Desk, read
from test_reading_tags import DOCUMENTS, contents, tags

from seedread.tags.act import Act
from seedread.tags.acts import Log
from seedread.tags.edit import Edit
from seedread.tags.tag import make
from seedread.text.passage import Passage
from seedread.workspace import find


def test_u_takes_back_what_an_earlier_run_did(workspace):
    before = contents(workspace)

    async def first(desk: Desk) -> None:
        await desk.press("1")

    async def second(desk: Desk) -> None:
        await desk.press("u")
        assert desk.said.startswith("undone: tagged ")
        assert contents(workspace) == before
        await desk.press("U")
        assert desk.said.startswith("redone: tagged ")

    read(workspace, first)
    read(workspace, second)
    assert len(tags(workspace)) == 1


def test_what_a_run_was_killed_in_is_finished_at_the_start_and_said(workspace):
    space = find(workspace)
    changes = {}
    for doc in DOCUMENTS:
        seed = space.read(space.find(doc))
        tag = make(seed, Passage(0, 5), ["old"], doc[:3], "mei")
        changes[f"{doc}/mei.jsonl", tag.id] = (None, tag)
    running = Log.of(workspace).begin(Act("retagged", Edit(changes), "mei"))
    assert running
    space.shelf.write(Edit(changes).only([f"{DOCUMENTS[0]}/mei.jsonl"]))
    running.release()

    async def story(desk: Desk) -> None:
        assert desk.said == "finished: retagged"
        await desk.press("u")
        assert desk.said == f"undone: retagged (also in {DOCUMENTS[1]})"

    read(workspace, story)
    assert tags(workspace) == tags(workspace, doc=DOCUMENTS[1]) == []
