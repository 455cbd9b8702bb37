"""The topics: a tree with counts, and every change to the codebook by a key."""

import json
import shutil
from pathlib import Path

import pytest
from desk import Desk, read

from seedread import settings
from seedread.tags import revise
from seedread.tags.record import Record
from seedread.tags.tag import make
from seedread.tags.topic import Codebook
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.ui.codebook.resorting import Made
from seedread.ui.codebook.revising import free_id
from seedread.ui.codebook.splitting import Walk, laid_out, stops
from seedread.ui.codebook.topics import Topics
from seedread.ui.codebook.tree import Line, rows, tally
from seedread.workspace import find

FIRST, SECOND = "000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt"


def topic(id, **more):
    [(_, made)] = revise.create({}, id, id.title(), more.pop("hans", "")).changes.values()
    return made.but(**more)


BOOK = Codebook(
    [
        topic("chips", parent="tech", hans="芯片"),
        topic("gone", parent="tech", retired=True),
        topic("law", hans="电力"),
        topic("power", parent="tech"),
        topic("tech"),
    ]
)


# rows


def test_groups_come_with_their_topics_and_the_retired_at_the_end():
    found = [line.id or line.head.split()[0] for line in rows(BOOK, ["law", "typo"])]
    expected = ["tech", "chips", "power", "In", "law", "Retired:", "gone", "Not", "typo"]
    assert found == expected
    assert next(iter(rows(BOOK, []))) == Line("tech")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("晶片", []),
        ("電力", ["law"]),
        ("CHIPS 芯", ["tech", "chips"]),
        ("tech", ["tech", "chips", "power"]),
    ],
)
def test_words_in_either_script_find_topics_and_show_their_group(typed, found):
    assert [line.id for line in rows(BOOK, ["law"], typed) if line.id] == found


def test_a_group_has_the_tags_of_its_topics_each_once():
    counts = tally([["chips", "power"], ["chips"], ["law", "typo"]], BOOK)
    assert counts == {"chips": 2, "power": 1, "tech": 2, "law": 1, "typo": 1}


# the walk


def walk(count=3):
    seed = Seed.of("一二三四五六七八九十".encode(), "a.txt")
    made = [make(seed, Passage(n, n + 1), ["old"], f"t{n}", "mei") for n in range(count)]
    other = make(seed, Passage(9, 10), ["new"], "t9", "mei")
    own = {"a.txt/mei.jsonl": {record.id: record for record in [*reversed(made), other]}}
    return Walk("old", stops(own, "old"), ["x", "y"])


def test_a_walk_goes_by_place_and_remembers_what_was_sent_where():
    found = walk()
    assert [stop.id for stop in found.stops] == ["t0", "t1", "t2"]
    found.send(0)
    found.skip()
    found.send(1)
    assert (found.stop, found.sent) == (None, {"t0": "x", "t2": "y"})
    assert found.told() == "1 to x, 1 to y, 1 keep old"
    found.back()
    assert (found.stop.id, found.sent) == ("t2", {"t0": "x"})


def test_there_is_nothing_before_the_first_and_no_topic_beyond_the_last():
    found = walk()
    found.back()
    found.send(2)
    assert (found.n, found.sent) == (0, {})


def test_a_passage_is_laid_out_with_a_bar_beside_its_rows():
    laid = list(laid_out("一二三四五六七八\n", "九十甲乙", "丙丁", 10))
    text = ["".join(part for part, _ in parts) for parts, _ in laid]
    assert text == ["  一二三四", "  五六七八", "┃ 九十甲乙", "  丙丁"]
    assert [own for _, own in laid] == [False, False, True, False]
    assert laid[2][0][1] == ("九十甲乙", "bar--strong")


def test_a_tag_whose_note_holds_escapes_is_laid_out_safe():
    [(parts, _)] = laid_out("", "\x1b[31m", "", 20)
    assert "\x1b" not in "".join(text for text, _ in parts)


def test_topics_to_split_into_are_found_by_any_name_or_made():
    book = {t.id: t.record() for t in BOOK.all.values()}
    made = Made(book, "chips")
    assert (made.topic("電力"), made.topic("POWER"), bool(made.edit)) == ("law", "power", False)
    new = made.topic("芯片出口")
    assert (new, made.topic("晶片出口") == new, made.topic("芯片出口")) == (
        "xinpianchukou",
        False,
        new,
    )
    record = made.edit.changes["topics.jsonl", new][1]
    assert (record.fields["hans"], record.fields["parent"]) == ("芯片出口", "tech")
    assert made.topic("gone") == "gone-2"


def test_ids_of_new_topics():
    book = {"law": Record({"id": "law"})}
    assert [free_id(book, *names) for names in (("Law",), ("", "法律"), ("", "", "…"))] == [
        "law-2",
        "falv",
        "topic",
    ]


# the screen


@pytest.fixture
def tagged(workspace):
    """The workspace with tags of mei and li in two documents."""
    space = find(workspace)
    for doc, by, start in ((FIRST, "mei", 0), (SECOND, "mei", 5), (FIRST, "li", 0)):
        record = make(
            space.read_id(doc), Passage(start, start + 4), ["chip-gap"], f"{by}{doc[2]}", by
        )
        file = workspace / "annotations" / doc / f"{by}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(record.canonical() + b"\n")
    return workspace


def said(root: Path, by: str) -> list[list[str]]:
    files = sorted((root / "annotations").glob(f"*/{by}.jsonl"))
    return [json.loads(x)["topics"] for f in files for x in f.read_text("utf-8").splitlines()]


def book(root: Path) -> dict[str, dict]:
    lines = (root / "annotations" / "topics.jsonl").read_text("utf-8").splitlines()
    return {one["id"]: one for one in map(json.loads, lines)}


def stand(desk: Desk, id: str) -> Topics:
    page = desk.app.screen
    assert isinstance(page, Topics)
    page.roll.stand(next(n for n, line in enumerate(page.state.rows) if line.id == id))
    return page


def row_of(desk: Desk, mark: str) -> list[str]:
    [row] = (line for line in desk.screen().split("\n") if f"● {mark} " in line)
    return row.strip("⟦⟧ ").split()


def test_merging_asks_with_numbers_and_tells_of_the_others(tagged):
    before = {p: p.read_bytes() for p in (tagged / "annotations").rglob("*.jsonl")}

    async def story(desk: Desk) -> None:
        await desk.press("T")
        assert desk.app.screen.state.id == "chip-gap"
        assert row_of(desk, "CG")[-3:] == ["2", "3", "2"]
        await desk.press("M", *"耗", "backspace", *"chok", "enter")
        assert "2 tags of yours in 2 documents will have chokepoint" in desk.screen()
        assert "li still has 1 tag in 000" in desk.screen()
        await desk.press("y")
        assert said(tagged, "mei") == [["chokepoint"]] * 2
        assert said(tagged, "li") == [["chip-gap"]]
        assert "merged chip-gap into chokepoint: 2 tags rewritten" in desk.screen()
        assert "li still has 1 tag in 000" in desk.screen()
        assert book(tagged)["chip-gap"]["retired"] is True
        await desk.press("u")
        assert {p: p.read_bytes() for p in before} == before

    read(tagged, story, (100, 30))


def test_splitting_walks_through_ones_tags(tagged):
    async def story(desk: Desk) -> None:
        await desk.press("T", "S", "新", "enter")
        assert "1 of 2" in desk.screen()
        await desk.press("1", "escape", "enter")
        assert said(tagged, "mei") == [["xin"], ["chip-gap"]]
        assert not book(tagged)["chip-gap"]["retired"]
        await desk.press("escape", "backspace")
        assert stand(desk, "xin")

    read(tagged, story, (80, 24))


def test_pins_names_and_the_way_to_a_passage(tagged):
    async def story(desk: Desk) -> None:
        await desk.press("T")
        await desk.press("7")
        assert settings.load().pins == {7: "chip-gap"}
        assert row_of(desk, "CG")[0] == "7"
        await desk.press("7", "r", "2", "enter")
        assert settings.load().pins == {}
        assert book(tagged)["chip-gap"]["en"].endswith("2")
        await desk.press("enter")
        assert desk.reader.cursor.passage == Passage(0, 4)

    read(tagged, story, (80, 24))


def test_a_codebook_of_nothing_says_how_to_begin(workspace):
    shutil.rmtree(workspace / "annotations")
    (workspace / "annotations").mkdir()

    async def story(desk: Desk) -> None:
        await desk.press("T")
        assert "no topics yet: a makes the first one" in desk.screen()
        await desk.press("a", "X", "enter")
        assert book(workspace)["x"]["en"] == "X"
        await desk.press("a", *"标准", "enter")  # in the line of the English name
        assert book(workspace)["biaozhun"]["en"] == ""
        assert book(workspace)["biaozhun"]["hant"] == "標準"
        await desk.press("P", "escape")
        assert "a digit from 1 to 9" not in desk.screen()
        await desk.press("P", *"12", "enter")
        assert "a digit from 1 to 9" in desk.screen()
        assert book(workspace)["biaozhun"]["pin"] is None

    read(workspace, story, (80, 24))
