"""Acts over many files: done beside the screen, told of, given up in time or whole, undone."""

import asyncio
import json
import threading
from pathlib import Path

import pytest
from desk import Desk, read

from conftest import ROOT
from seedread.tags import holdings, shelf
from seedread.tags.tag import make
from seedread.text.passage import Passage
from seedread.ui.codebook import change
from seedread.ui.codebook.topics import Topics
from seedread.workspace import find

TEXT = "标准之争，谁用的多谁就是标准。" * 4 + "\n"
DOCS = [f"d{n:02}.txt" for n in range(40)]


@pytest.fixture
def many(tmp_path, monkeypatch) -> Path:
    """A workspace of many documents with a tag of mei's each, written a few at a time."""
    (tmp_path / "seeds").mkdir()
    for doc in DOCS:
        (tmp_path / "seeds" / doc).write_text(TEXT, "utf-8")
        (tmp_path / "annotations" / doc).mkdir(parents=True)
    topics = (ROOT / "annotations" / "topics.jsonl").read_bytes()
    (tmp_path / "annotations" / "topics.jsonl").write_bytes(topics)
    space = find(tmp_path)
    for n, doc in enumerate(DOCS):
        record = make(space.read_id(doc), Passage(0, 15), ["chip-gap"], f"t{n}", "mei")
        (tmp_path / "annotations" / doc / "mei.jsonl").write_bytes(record.line() + b"\n")
    monkeypatch.setattr(shelf, "BATCH", 20)
    return tmp_path


def contents(root: Path) -> dict[str, bytes]:
    files = (root / "annotations").rglob("*.jsonl")
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def said(root: Path) -> set[str]:
    files = (root / "annotations").glob("*/mei.jsonl")
    return {topic for path in files for topic in json.loads(path.read_text())["topics"]}


async def merge(desk: Desk) -> None:
    """Merge the topic of the tag one stands on into another, up to the yes."""
    await desk.press("T")
    assert isinstance(desk.app.screen, Topics)
    await desk.burst("Mchoke\r")
    assert "40 tags of yours in 40 documents" in desk.screen()


def test_a_merge_over_many_files_tells_how_far_it_is_and_is_taken_back(many, monkeypatch):
    before, told = contents(many), []

    async def story(desk: Desk) -> None:
        await merge(desk)
        page = desk.app.screen_stack[-2]
        say = page.say
        monkeypatch.setattr(
            page, "say", lambda text, *a, **b: (told.append(text), say(text, *a, **b))
        )
        await desk.strike("enter")
        await desk.strike("u")  # it comes while that is written, and waits
        await desk.until(lambda: any(text.startswith("undone") for text in told))
        assert [text for text in told if "files written" in text] == [
            *(f"merged chip-gap into chokepoint: {n} of 41 files written" for n in (20, 40, 41)),
            *(f"undo: {n} of 41 files written" for n in (20, 40, 41)),
        ]
        assert told.index("merged chip-gap into chokepoint: 40 tags rewritten") == 4
        assert "undone: merged chip-gap into chokepoint" in desk.screen()
        assert contents(many) == before
        await desk.press("U")
        assert said(many) == {"chokepoint"}

    read(many, story)


def test_escape_gives_up_what_is_not_begun_and_is_too_late_for_what_is(many, monkeypatch):
    before = contents(many)

    async def story(desk: Desk) -> None:
        history = desk.app.history
        do, hands = history.do, []

        def held(late: bool):
            def doing(label, edit, by, watch):
                if late:
                    assert watch.begin()
                desk.app.call_from_thread(lambda: hands.append(desk.app.turns._give_up))
                hands[-1]()
                return do(label, edit, by, watch)

            return doing

        monkeypatch.setattr(history, "do", held(late=False))
        await merge(desk)
        await desk.press("enter")
        assert "given up: nothing was changed" in desk.screen()
        assert contents(many) == before
        await desk.press("escape")
        monkeypatch.setattr(history, "do", held(late=True))
        await merge(desk)
        await desk.press("enter")
        assert "40 tags rewritten" in desk.screen()
        assert said(many) == {"chokepoint"}

    read(many, story)


def test_escape_gives_up_what_is_read_before_a_merge(many, monkeypatch):
    gather, reached, go = holdings.gather, threading.Event(), threading.Event()

    def slow(*given):
        reached.set()
        go.wait(10)
        return gather(*given)

    async def story(desk: Desk) -> None:
        await desk.press("T", "M")
        for key in ("c", "h", "o", "k", "e", "enter"):
            await desk.strike(key)
        await asyncio.to_thread(reached.wait, 10)
        await desk.strike("x")
        await desk.strike("escape")
        go.set()
        await desk.settle()
        assert "given up: nothing was changed" in desk.screen()

    async def retired(desk: Desk) -> None:
        await desk.press("T", "x")
        assert "Retire chip-gap? 40 tags of yours keep it." in desk.screen()

    read(many, retired)
    monkeypatch.setattr(change, "gather", slow)
    read(many, story)


def test_escape_is_no_key_that_waits_while_a_long_act_is_done(many):
    given_up: list[int] = []

    async def story(desk: Desk) -> None:
        release = desk.app.turns.hold(lambda: given_up.append(1))
        for key in ("j", "j", "escape", "j"):  # the first two are given up
            await desk.strike(key)
        assert given_up == [1]
        assert desk.lit == TEXT[:15]
        release()
        await desk.settle()
        assert desk.reader.cursor.passage == (15, 30)
        await desk.press("1")
        assert desk.said == "tagged standards-war"

    read(many, story)
