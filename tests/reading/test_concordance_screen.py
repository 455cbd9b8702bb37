"""The concordance on the screen: opened, gone through, changed, written, come back to."""

import shutil
from pathlib import Path

import pytest
from desk import Desk, read

from seedread.text.wrap import cells
from seedread.ui.lines import concordance
from seedread.ui.lines.asking import Asking
from seedread.ui.lines.concordance import Concordance
from seedread.ui.reader.screen import Reader

ROOT = Path(__file__).parents[2]


@pytest.fixture
def coded(workspace) -> Path:
    """The workspace with the tags and names that come with the five documents."""
    shutil.rmtree(workspace / "annotations")
    shutil.copytree(ROOT / "annotations", workspace / "annotations")
    return workspace


async def opened(desk: Desk, typed: str) -> Concordance:
    if typed.startswith("text:"):
        concordance.show(desk.reader, asked=typed.removeprefix("text:"))
        await desk.settle()
    else:
        await desk.press("f")
        assert isinstance(desk.app.screen, Asking)
        await desk.press(*typed, "enter")
    await done(desk)
    page = desk.app.screen
    assert isinstance(page, Concordance)
    return page


async def done(desk: Desk) -> None:
    await desk.until(lambda: desk.app.screen._found is None)


def test_a_topic_of_all_documents_and_the_way_there_and_back(coded):
    async def story(desk: Desk) -> None:
        page = await opened(desk, "標準")
        count = len(page.state.lines)
        docs = {line.doc for line in page.state.lines}
        assert count > len(docs) > 1
        assert f"Standards war  {count} hits in {len(docs)} documents" in desk.screen()
        await desk.press("G")
        line = page.state.lines[-1]
        await desk.press("enter")
        assert isinstance(desk.app.screen, Reader)
        assert desk.reader.seed.id == line.doc
        assert desk.lit == line.quote
        await desk.press("backspace")
        await done(desk)
        again = desk.app.screen
        assert isinstance(again, Concordance)
        assert again.state.line(again.state.at).key == line.key

    read(coded, story, (100, 30))


def test_hits_stand_at_one_cell_in_the_script_one_reads(coded):
    async def story(desk: Desk) -> None:
        page = await opened(desk, "text:英伟达")
        page.state.script = "hans"
        rows = [page._row(n, 99) for n in range(len(page.state.rows)) if page.state.able(n)]
        assert len({sum(cells(text) for text, _ in row[:2]) for row in rows}) == 1
        assert len({sum(cells(text) for text, _ in row[:5]) for row in rows}) == 1
        await desk.press("s")
        assert page.state.script == "hant"
        hits = {page._row(n, 99)[2][0] for n in range(len(page.state.rows)) if page.state.able(n)}
        assert "英偉達" in hits
        assert "英伟达" not in hits

    read(coded, story, (100, 30))


def test_many_are_tagged_at_once_and_taken_back_at_once(coded):
    async def story(desk: Desk) -> None:
        page = await opened(desk, "text:标准")
        hits = len(page.state.lines)
        docs = {line.doc for line in page.state.lines}
        await desk.press("V", "t", *"chok", "enter")
        assert f"Tag {hits} passages in {len(docs)} documents" in desk.screen()
        await desk.press("y")
        await done(desk)

        def files() -> int:
            return len(list((coded / "annotations").rglob("mei.jsonl")))

        assert files() == len(docs)
        await desk.press("u")
        await done(desk)
        assert files() == 0

    read(coded, story, (100, 30))


def test_what_is_taken_back_is_the_latest_act_wherever_it_was(coded):
    async def story(desk: Desk) -> None:
        await desk.press("1")  # in the document that is open
        page = await opened(desk, "text:标准")
        other = next(line.doc for line in page.state.lines if line.doc != desk.reader.seed.id)
        await desk.press("escape")
        concordance.show(desk.reader, asked="标准", doc=other)
        await desk.settle()
        await done(desk)
        await desk.press("V", "t", *"chok", "enter", "y")
        await done(desk)
        await desk.press("u")
        await done(desk)
        left = [path.parent.name for path in (coded / "annotations").rglob("mei.jsonl")]
        assert left == [desk.reader.seed.id]

    read(coded, story, (100, 30))


def test_what_is_of_others_stays_and_is_said(coded):
    async def story(desk: Desk) -> None:
        page = await opened(desk, "標準")
        await desk.press("V", "x")
        assert f"nothing to do: {len(page.state.lines)} of others stay" in desk.screen()
        await desk.press("w")
        desk.app.screen.query_one("#answer").value = "out.csv"
        await desk.press("enter")
        assert (coded / "out.csv").read_text("utf-8-sig").startswith("document,title,start")
        await desk.press("w")
        desk.app.screen.query_one("#answer").value = "out.csv"
        await desk.press("enter")
        assert "is there already" in desk.screen()

    read(coded, story, (160, 48))
