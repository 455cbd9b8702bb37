"""What a merge left open, as a reader sees and settles it."""

import json

import pytest
from desk import Desk, read

from seedread.settling import Chosen, left_open
from seedread.text.passage import Passage
from seedread.text.seed import blob_rev
from seedread.ui.reader.screen import Reader
from seedread.ui.upkeep.conflicts import Conflicts
from seedread.ui.upkeep.sides import Drawn
from seedread.workspace import find

TEXT = "零一二三四五六七八九。甲乙丙丁戊己庚辛壬癸。\n"
FILE = "annotations/a.txt/mei.jsonl"


def tag(id, start, note="", topics=("chips",), by="mei", **more):
    quote = {"quote": TEXT[start : start + 2], "before": "", "after": ""}
    place = {"id": id, "start": start, "end": start + 2, **quote}
    said = {"topics": list(topics), "note": note, "by": by, "at": "2026-01-01T00:00:00Z"}
    return {**place, **said, "rev": blob_rev(TEXT.encode()), **more}


def lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture
def space(tmp_path):
    for folder in ("seeds", "annotations/a.txt"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "seeds" / "a.txt").write_text(TEXT)
    return tmp_path


def written(space, file=FILE):
    return [json.loads(line) for line in (space / file).read_text().splitlines()]


TORN = (
    lines(tag("a", 0))
    + "<<<<<<< HEAD\n"
    + lines(tag("b", 2, "ours"), tag("c", 4))
    + "||||||| 1234567\n"
    + lines(tag("b", 2))
    + "=======\n"
    + lines(tag("b", 2, "theirs"), tag("d", 6))
    + ">>>>>>> li\n"
)


def test_what_a_merge_left_open_is_told_over_every_document(space):
    (space / "seeds" / "other.txt").write_text("别的。\n")
    (space / FILE).write_text(TORN)
    said = {"op": "2026-01-01T00:00:00Z", "note": ["x", "y"]}
    (space / FILE.replace("mei", "li")).write_text(lines(tag("z", 0, by="li", conflict=said)))

    async def story(desk: Desk) -> None:
        assert desk.reader.seed.id == "other.txt"
        desk.reader.beside.foresee()  # as it does when no key has been pressed for a while
        await desk.settle()
        assert "a merge left 1 file open: ^x settles" in desk.screen()
        assert "1 with two readings: ^x" in desk.screen()
        (space / FILE).write_text(lines(tag("a", 0)))
        desk.reader.reading.gather()
        assert not desk.reader.reading.torn

    read(space / "seeds" / "other.txt", story, (160, 24))


def test_a_file_with_markers_is_settled_difference_by_difference(space):
    (space / FILE).write_text(TORN)

    async def story(desk: Desk) -> None:
        assert "a merge left 1 file open: ^x settles" in desk.screen()
        assert "unreadable" not in desk.screen()
        await desk.press("ctrl+x")
        screen = desk.screen()
        assert "1 file in conflict, 3 to choose" in screen
        assert "ours HEAD" in screen
        row = next(line for line in screen.splitlines() if "“ours”" in line)
        assert row.index("“ours”") < row.index("│") < row.index("“theirs”")
        await desk.press("2", "1")
        assert "1 to choose" in desk.screen()
        assert (space / FILE).read_text() == TORN
        await desk.press("u", "1", "1")
        assert "What a merge left open: nothing" in desk.screen()
        assert [r["id"] for r in written(space)] == ["a", "b", "c"]
        assert written(space)[1]["note"] == "theirs"
        await desk.press("u")
        assert (space / FILE).read_text() == TORN
        assert "1 to choose" in desk.screen()
        await desk.press("a")
        assert [r["id"] for r in written(space)] == ["a", "b", "c", "d"]
        await desk.press("escape")
        assert "3 to choose" not in desk.screen()
        assert "^x" not in desk.screen()

    read(space, story)


def test_what_was_chosen_is_kept_and_leaving_says_what_is_open(space):
    (space / FILE).write_text(TORN)

    async def story(desk: Desk) -> None:
        await desk.press("ctrl+x", "2", "escape")
        assert "not written yet: 2 still to choose in a.txt/mei.jsonl" in desk.screen()
        await desk.press("j", "ctrl+x")
        assert "1 file in conflict, 2 to choose" in desk.screen()
        await desk.press("j", "1", "1")
        assert [(r["id"], r["note"]) for r in written(space)][1] == ("b", "theirs")
        await desk.press("escape")
        assert "not written" not in desk.screen()

    read(space, story)


def test_what_was_chosen_outlives_the_program_as_long_as_the_file_is_as_it_was(space):
    (space / FILE).write_text(TORN)

    async def left(desk: Desk) -> None:
        await desk.press("ctrl+x", "2", "ctrl+q")

    async def later(desk: Desk) -> None:
        await desk.press("ctrl+x")
        assert "1 file in conflict, 2 to choose" in desk.screen()
        await desk.press("escape")
        (space / FILE).write_text(TORN + lines(tag("e", 8)))
        await desk.press("ctrl+x")
        assert "1 file in conflict, 3 to choose" in desk.screen()
        await desk.press("1", "u", "escape")
        assert "not written" not in desk.screen()

    async def at_last(desk: Desk) -> None:
        await desk.press("ctrl+x")
        assert "1 file in conflict, 3 to choose" in desk.screen()
        await desk.press("a")

    read(space, left)
    assert (space / FILE).read_text() == TORN
    read(space, later)
    read(space, at_last)
    assert [record["id"] for record in written(space)] == ["a", "b", "c", "d", "e"]
    assert not Chosen(space).path.exists()


@pytest.mark.parametrize("kept", [b"\xff", b"[]", b'{"a.txt/mei.jsonl": 1}', b"{}"])
def test_choices_that_cannot_be_read_are_let_go(space, kept):
    (space / FILE).write_text(TORN)
    [torn], _ = left_open(find(space))
    torn.choices = {torn.differences[0]: "ours"}
    chosen = Chosen(space)
    assert chosen.keep([torn])
    torn.choices = {}
    chosen.into([torn])
    assert torn.choices == {torn.differences[0]: "ours"}
    chosen.path.write_bytes(kept)
    torn.choices = {}
    chosen.into([torn])
    assert torn.choices == {}
    chosen.path.unlink()
    chosen.path.mkdir()
    torn.choices = {torn.differences[0]: "ours"}
    assert not chosen.keep([torn])


def test_a_reading_is_chosen_as_an_act_and_only_by_whose_line_it_is(space):
    torn = tag("a", 11, "A", conflict={"note": ["A", "B"]})
    (space / FILE).write_text(lines(torn))
    others = FILE.replace("mei", "li")
    (space / others).write_text(lines({**torn, "id": "z", "by": "li"}))

    async def story(desk: Desk) -> None:
        assert "2 with two readings: ^x" in desk.screen()
        await desk.press("ctrl+x")
        foot = desk.screen().splitlines()[-1]
        assert "1 first “A”" in foot
        assert "2 second “B”" in foot
        assert "ours" not in foot
        assert "both" not in foot
        await desk.press("2")
        assert "this line is li's: only they can settle it" in desk.screen()
        await desk.press("j", "2")
        assert "1 line with two readings" in desk.screen()
        assert written(space)[0]["note"] == "B"
        assert "conflict" not in written(space)[0]
        await desk.press("u")
        assert written(space)[0]["conflict"] == {"note": ["A", "B"]}
        await desk.press("enter")
        assert isinstance(desk.app.screen, Reader)
        assert desk.reader.cursor.passage == Passage(11, 13)
        assert "≠ two readings of note (^x)" in desk.screen()

    read(space, story)
    assert "conflict" in written(space, others)[0]


def test_broken_markers_are_shown_with_the_reason_and_nothing_says_what_to_do(space):
    (space / FILE).write_text(TORN.replace("=======\n", ""))

    async def story(desk: Desk) -> None:
        await desk.press("ctrl+x")
        assert "cannot be told apart: >>>>>>> in line 9 belongs to nothing" in desk.screen()
        await desk.press("a", "escape")
        (space / FILE).unlink()
        await desk.press("ctrl+x")
        assert isinstance(desk.app.screen, Conflicts)
        assert "No merge left anything open here." in desk.screen()

    read(space, story)


@pytest.mark.parametrize(("width", "rows"), [(160, 1), (100, 1), (80, 2)])
def test_sides_stand_beside_each_other_where_there_is_room(width, rows):
    drawn = Drawn(width, lambda line: [])
    assert len(drawn._sides("note", "“ours”", "“theirs”")) == rows
