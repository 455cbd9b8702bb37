"""Agreement, adjudication, changes and disputes as one goes through them."""

import subprocess
from pathlib import Path

import pytest
from desk import Desk, read

from seedread.tags import seen
from seedread.tags.edit import Edit
from seedread.tags.margin import Placed
from seedread.tags.tag import file_of, make, noted
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.wrap import cells
from seedread.ui.coders.adjudication import Settle
from seedread.ui.coders.agreement import Agreeing
from seedread.ui.upkeep.changes import Changes
from seedread.workspace import find

DOC, OTHER = "000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt"
CHOKE, WAR = "chokepoint", "standards-war"
TAGS = [  # document, start, end, topics, who, note
    (DOC, 4000, 4030, [CHOKE], "li", "卡脖子"),
    (DOC, 4000, 4030, [WAR], "mei", ""),
    (DOC, 5000, 5030, [CHOKE], "li", ""),
    (DOC, 5000, 5030, [CHOKE], "mei", ""),
    (OTHER, 300, 340, [CHOKE], "mei", ""),
    (OTHER, 310, 350, [CHOKE], "li", ""),
]


@pytest.fixture
def coded(workspace) -> Path:
    """The workspace with what two people said."""
    space, changes = find(workspace), {}
    for n, (doc, start, end, topics, by, note) in enumerate(TAGS):
        record = make(space.read_id(doc), Passage(start, end), topics, f"{n:010}", by)
        changes[file_of(doc, by), record.id] = None, noted(record, note) if note else record
    for by in ("li", "mei"):
        line = seen.marked(_seed(space), [Passage(3500, 5500)], by)
        changes[seen.file_of(by), line.id] = None, line
    assert not space.shelf.write(Edit(changes)).waiting
    return workspace


def _seed(space) -> Seed:
    return space.read_id(DOC)


def row(desk: Desk, begins: str) -> str:
    return next(line for line in desk.screen().splitlines() if begins in line)


def gold(desk: Desk, doc: str) -> list[tuple[object, ...]]:
    tags = desk.app.corpus.margin(doc).tags
    mine = (p for p in tags if p.file == file_of(doc, "gold"))
    return [(*p.passage, *p.tag.topics, p.tag.note) for p in mine]


def test_settling_one_case_after_another(coded):
    async def story(desk: Desk) -> None:
        await desk.press("ctrl+y", "enter")
        assert isinstance(desk.app.screen, Settle)
        assert " 1 of 2 · 0 settled  as gold" in desk.screen()
        assert "“卡脖子”" in desk.screen()
        assert "c copies 1 tag all agree on" in desk.screen()
        start, end = desk.app.screen.lit
        assert "".join(_lit(desk)).startswith(_seed(desk.app.workspace)[start:end][:10])
        await desk.press("1")
        assert gold(desk, DOC) == [(4000, 4030, CHOKE, "卡脖子")]
        assert " 2 of 2 · 1 settled" in desk.screen()
        await desk.press("b")
        assert gold(desk, OTHER) == [(300, 350, CHOKE, "")]
        await desk.press("u", "x")
        assert gold(desk, OTHER) == [(300, 350, f"rejected: {CHOKE}")]
        assert "2 settled" in desk.screen()
        await desk.press("a")
        assert row(desk, " 1 A ")
        assert row(desk, " 2 B ")
        assert not any(line.startswith((" 1 li", " 2 mei")) for line in desk.screen().splitlines())

    read(coded, story, by="ann")


def test_what_is_settled_is_passed_over_the_next_time(coded):
    async def first(desk: Desk) -> None:
        await desk.press("ctrl+y", "enter", "2")

    async def second(desk: Desk) -> None:
        await desk.press("ctrl+y")
        assert " 2 of 2 · 1 settled" in desk.screen()
        for line in desk.screen().splitlines():
            assert cells(line) <= 80

    read(coded, first, by="ann")
    read(coded, second, (80, 24), by="ann")


def test_a_number_leads_to_the_passages_behind_it(coded):
    async def story(desk: Desk) -> None:
        await desk.press("ctrl+a")
        assert isinstance(desk.app.screen, Agreeing)
        assert "li & mei" in row(desk, " Agreement")
        assert "given by all" in desk.screen()
        await desk.press("j", "enter")
        assert "given by mei · read, not given by li" in desk.screen()
        await desk.press("escape", "t", "j", "l", "enter", "enter")
        assert desk.lit  # both gave it: the first of the passages behind the first cell
        assert any(tag.passage.meets(desk.reader.cursor.passage) for tag in _of(desk, CHOKE))

    read(coded, story, (100, 30), by="ann")


def test_without_two_there_is_nothing_to_compare(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("ctrl+a")
        assert "Nobody to compare yet." in desk.screen()
        assert "as having read it all." in desk.screen()

    read(workspace, story, (80, 24))


def test_what_changed_since_the_last_commit(coded):
    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(coded), *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "before")
    space = find(coded)
    record = make(_seed(space), Passage(6000, 6010), [WAR], "zzzzzzzzzz", "mei")
    assert space.shelf.write(Edit({(file_of(DOC, "mei"), record.id): (None, record)})).done

    async def story(desk: Desk) -> None:
        await desk.press("ctrl+t")
        assert isinstance(desk.app.screen, Changes)
        assert "1 change" in row(desk, " Changes")
        assert "+SW 标准之争" in row(desk, "added")
        await desk.press("enter")
        assert desk.reader.cursor.passage == (6000, 6010)

    read(coded, story, by="ann")


def test_disputing_anothers_tag_and_hiding_it(coded):
    async def story(desk: Desk) -> None:
        desk.reader.seek(OTHER, Passage(300, 340))
        await desk.settle()
        desk.reader.seek(OTHER, Passage(341, 350))  # li's alone
        await desk.settle()
        await desk.press("!", "down", "enter")
        assert desk.said == "li’s tag hidden"
        assert "ann: hidden" in desk.screen()
        await desk.press("u")
        assert "ann: hidden" not in desk.screen()

    read(coded, story, by="ann")


def _of(desk: Desk, topic: str) -> list[Placed]:
    tags = desk.app.corpus.margin(desk.reader.seed.id).tags
    return [placed for placed in tags if topic in placed.tag.topics]


def _lit(desk: Desk) -> list[str]:
    return [part.split("⟧")[0] for part in desk.screen().split("⟦")[1:]]


def test_the_row_over_all_topics_counts_decisions(coded):
    async def story(desk: Desk) -> None:
        await desk.press("ctrl+a", "g")
        assert "decisions that both have read" in row(desk, "all decisions ·")
        assert " 2 documents" in desk.screen()
        await desk.press("j")
        assert "sentences that both have read" in row(desk, "that both have read")

    read(coded, story)
