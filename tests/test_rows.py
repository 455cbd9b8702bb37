"""Rows beside rows: the lines of the screen against the document, in every mode and width."""

import random
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from seedread.text import seed as seeds
from seedread.text.noise import HIDDEN, noise
from seedread.text.passage import Passage
from seedread.text.rows import MODES, NOISE, Facing, Layout, Line, Top, visible_blocks
from seedread.text.script import CONFIGS, Twin, convert, detect
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.text.wrap import cells, offsets

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}
WIDTHS = (20, 37, 72, 100)
EVERY = [(name, mode) for name in SEEDS for mode in MODES]


@cache
def twin(config: str) -> Callable[[str], Twin]:
    return cache(lambda text: convert(text, config))


@cache
def layout(name: str, mode: str, width: int) -> Layout:
    """A document as the screen lays it out: beside itself, alone, or row by row."""
    config = CONFIGS[detect(SEEDS[name])][0]
    return lay(SEEDS[name], mode, width, twin(config))


def lay(text: str, mode: str, width: int, converted: Callable[[str], Twin]) -> Layout:
    twin_width = 0 if mode == "one" else width
    return Layout(Seed.of(text.encode()), width, twin_width, mode, converted)


@cache
def lines(name: str, mode: str, width: int) -> list[tuple[Top, Line]]:
    """Every line of a document with the top that names it."""
    laid = layout(name, mode, width)
    found = []
    for block in laid.seed.blocks():
        facing = laid.facing(block)
        window = laid.window(Top(block.start, 0), laid.lines(facing))
        found += [(Top(block.start, n), line) for n, line in enumerate(window)]
    return found


def drawn(line: Line) -> str:
    """A line of the screen as text: `source|twin`."""
    facing = line.facing
    sides = (facing.source, line.sides != "twin"), (facing.twin, line.sides != "source")
    found = []
    for side, is_shown in sides:
        row = side.row(line.row) if side and is_shown else None
        found.append(side.text[row.start : row.end] if side and row else "")
    return "|".join(found)


def last_line(laid: Layout, top: Top, height: int) -> Top:
    window = laid.window(top, height)
    return laid.move(top, len(window) - 1)


# ------------------------------------------------------------------ lines tile the document


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_lines_hold_every_row_of_every_block_in_order(name: str, mode: str) -> None:
    for width in WIDTHS:
        text = SEEDS[name]
        found = {"source": "", "twin": ""}
        for top, line in lines(name, mode, width):
            assert line.facing.block.start == top.block
            for side, key in ((line.facing.source, "source"), (line.facing.twin, "twin")):
                row = side.row(line.row) if side and line.sides in ("both", key) else None
                if side and row:
                    said = side.text[row.start : row.end]
                    assert cells(said.rstrip(" ")) <= width
                    found[key] += said + ("\n" if row.end == len(side.text) else "")
        assert found["source"].rstrip("\n") == text.rstrip("\n")
        config = CONFIGS[detect(text)][0]
        expected = "" if mode == "one" else twin(config)(text).text.rstrip("\n")
        assert found["twin"].rstrip("\n") == expected


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_a_window_is_a_stretch_of_these_lines(name: str, mode: str) -> None:
    for width in WIDTHS:
        laid, every = layout(name, mode, width), lines(name, mode, width)
        dice = random.Random(width)
        for n in [0, len(every) - 1, *(dice.randrange(len(every)) for _ in range(15))]:
            for height in (1, 7, 40):
                window = laid.window(every[n][0], height)
                assert window == [line for _, line in every[n : n + height]]
        assert laid.window(every[3][0], 0) == []


@pytest.mark.parametrize("config", ["s2tw", "s2t", "s2hk", "tw2s", "t2s", "hk2s"])
def test_both_sides_of_a_block_have_as_many_rows(config: str) -> None:
    for text in SEEDS.values():
        laid = lay(text, "two", 37, twin(config))
        for block in laid.seed.blocks():
            facing = laid.facing(block)
            assert facing.twin is not None
            assert facing.source.rows == facing.twin.rows
            assert facing.height == laid.lines(facing) == len(facing.source.rows)


def test_mixed_rows_are_the_source_s_and_the_twin_s_in_turn() -> None:
    laid = lay("标准争夺之战开始了\n\nplain\n", "mixed", 10, twin("s2tw"))
    window = laid.window(Top(0, 0), 9)
    assert [drawn(line) for line in window] == [
        "标准争夺之|",
        "|標準爭奪之",
        "战开始了|",
        "|戰開始了",
        "|",
        "plain|",
        "|plain",
    ]
    assert [line.sides for line in window] == ["source", "twin"] * 2 + ["both", "source", "twin"]


def test_a_twin_of_another_length_takes_the_rows_it_needs() -> None:
    laid = lay("标准" * 10 + "\n好", "two", 20, doubled)
    assert [drawn(line) for line in laid.window(Top(0, 0), 9)] == [
        *(["标准" * 5 + "|" + "標準" * 5] * 2),
        *(["|" + "標準" * 5] * 2),
        "好|標準",
    ]
    mixed = lay("标准" * 10 + "\n好", "mixed", 20, doubled)
    sides = [line.sides for line in mixed.window(Top(0, 0), 9)]
    assert sides == [*["source", "twin"] * 2, "twin", "twin", "source", "twin"]
    for laid_ in (laid, mixed):
        for offset in range(22):
            assert_stands_first(laid_, offset)


def test_a_twin_of_another_length_is_in_view_with_its_passage() -> None:
    mixed = lay("标准" * 10 + "\n" + "好" * 20, "mixed", 20, doubled)
    assert len(mixed.window(Top(0, 0), 99)) == 12
    for height in (1, 3, 6, 7):
        passage = Passage(0, 20)  # its last line is the sixth
        assert mixed.reveal(Top(0, 0), passage, height) == (0, 0)
    assert mixed.reveal(Top(0, 5), Passage(21, 41), 7) == (0, 5)
    assert mixed.reveal(Top(0, 4), Passage(21, 41), 7) == (0, 5)
    laid = lay("标准", "two", 20, doubled)
    line = laid.window(Top(0, 0), 1)[0]
    assert [laid.offset_at(line, cell, False) for cell in (0, 2, 9)] == [0, 1, 1]
    assert [laid.offset_at(line, cell, True) for cell in (0, 2, 9)] == [0, 0, 0]


def doubled(text: str) -> Twin:
    """A conversion unlike any other: twice as long, known only as a whole."""
    target = "標準" * len(text)
    return Twin("x", text, target, ((0, len(text), 0, len(target), "?"),))


# ------------------------------------------------------------------ moving


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_moving_by_lines_there_and_back(name: str, mode: str) -> None:
    for width in WIDTHS:
        laid, every = layout(name, mode, width), lines(name, mode, width)
        dice = random.Random(width)
        tops = [top for top, _ in every]
        for _ in range(60):
            n = dice.randrange(len(tops))
            by = dice.choice((0, 1, 2, 10, 45, 300)) * dice.choice((1, -1))
            there = laid.move(tops[n], by)
            assert there == tops[min(max(n + by, 0), len(tops) - 1)]
            if 0 <= n + by < len(tops):
                assert laid.move(there, -by) == tops[n]
        assert laid.move(tops[0], 10**9) == tops[-1]
        assert laid.move(tops[-1], -(10**9)) == tops[0]


# ------------------------------------------------------------------ standing somewhere


def assert_stands_first(laid: Layout, offset: int) -> None:
    line = laid.window(laid.top(offset), 1)[0]
    assert line.sides != "twin"
    row = line.facing.source.row(line.row)
    assert row is not None
    inside = line.facing.to_source(Passage(offset, offset)).start
    block = line.facing.block
    at_end = offset == block.end and row.end == len(line.facing.source.text)
    assert block.start <= offset <= block.end
    assert inside in row or at_end


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_the_top_of_an_offset_shows_it_first(name: str, mode: str) -> None:
    for width in WIDTHS:
        laid = layout(name, mode, width)
        for offset in range(0, len(SEEDS[name]) + 1, 11):
            assert_stands_first(laid, min(offset, len(SEEDS[name]) - 1))
        assert laid.top(10**9) == laid.top(laid.seed.last_block().end)


@pytest.mark.parametrize("height", [1, 2, 12, 44])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", SEEDS)
def test_revealing_a_passage(name: str, mode: str, height: int) -> None:
    laid, every, dice = layout(name, mode, 37), lines(name, mode, 37), random.Random(height)
    tops, text = [top for top, _ in every], SEEDS[name]
    for _ in range(12):
        start = dice.randrange(len(text))
        end = min(len(text), start + dice.choice((0, 1, 30, 200, 2000)))
        if dice.random() < 0.5:  # just into a row
            row = laid.window(laid.top(end), 1)[0]
            end = max(start, laid.offset_at(row, 0, False) + 1)
        passage = Passage(start, end)
        shows = [n for n, (_, line) in enumerate(every) if shown_in(line, passage)]
        first, last = shows[0], shows[-1]
        near = range(max(0, first - height), min(len(tops), last + 2))
        just = (first, max(0, last + 1 - height))
        top = laid.clamp(tops[dice.choice(dice.choice((near, just, range(len(tops)))))], height)
        n, then = tops.index(top), tops.index(laid.reveal(top, passage, height))
        if n <= first and last < n + height:
            assert then == n, "in view, and yet it moved"
        if last - first < height:
            assert then <= first
            assert last < then + height
        else:
            assert then == first or (then < first and then + height >= len(tops))
        if then != n and last - first < height // 2:
            quarter = height // 4
            assert first - then == quarter or then in (0, max(0, len(tops) - height))
        assert laid.reveal(tops[then], passage, height) == tops[then]


def shown_in(line: Line, passage: Passage) -> bool:
    """Whether a line shows a part of the passage, in either script; an empty one is a point."""
    facing = line.facing
    start = min(passage.start, facing.block.end if passage.start in _own(facing) else 10**9)
    passage = Passage(start, max(passage.end, start + 1))
    if not passage.meets(_own(facing)):
        return False
    found = []
    if line.sides != "twin":
        found.append((facing.source, facing.to_source(passage)))
    if line.sides != "source" and facing.twin:
        found.append((facing.twin, facing.to_twin(passage)))
    for side, (a, b) in found:
        row = side.row(line.row)
        ends = row is not None and row.end == len(side.text)
        if row and (Passage(a, max(b, a + 1)).meets(row) or (ends and b >= a >= row.end)):
            return True
    return False


def _own(facing: Facing) -> Passage:
    """A block with the newline behind it."""
    return Passage(facing.block.start, facing.block.end + 1)


@pytest.mark.parametrize("mode", MODES)
def test_clamping_leaves_no_empty_lines_below(mode: str) -> None:
    laid, every = layout("003", mode, 37), lines("003", mode, 37)
    tops = [top for top, _ in every]
    for height in (1, 3, 44, len(tops), len(tops) + 5):
        last = max(0, len(tops) - height)
        assert [laid.clamp(top, height) for top in tops] == [
            tops[min(n, last)] for n in range(len(tops))
        ]
        assert len(laid.window(laid.clamp(tops[-1], height), height)) == min(height, len(tops))


# ------------------------------------------------------------------ offsets and cells


@pytest.mark.parametrize(("name", "mode"), EVERY)
def test_the_offset_at_a_cell_is_the_one_drawn_there(name: str, mode: str) -> None:
    for width in WIDTHS:
        laid, every = layout(name, mode, width), lines(name, mode, width)
        dice = random.Random(width)
        text = SEEDS[name]
        for _, line in dice.sample(every, min(25, len(every))):
            facing = line.facing
            sides = {"both": (False, True), "source": (False,), "twin": (True,)}[line.sides]
            for is_twin in sides if facing.twin else (False,):
                side = facing.twin if is_twin else facing.source
                row = side.row(line.row) if side else None
                if side is None or row is None or row.start == row.end:
                    assert laid.offset_at(line, 3, is_twin) == facing.block.end
                    continue
                said = side.text[row.start : row.end]
                at = offsets(said)
                for n, c in enumerate(said):
                    found = laid.offset_at(line, at[n], is_twin)
                    assert found == facing.block.start + row.start + n
                    assert is_twin or text[found] == c
                    assert laid.offset_at(line, at[n + 1] - 1, is_twin) == found
                beyond = [laid.offset_at(line, cell, is_twin) for cell in (at[-1], width, 500)]
                assert beyond == [facing.block.start + row.end - 1] * 3


@pytest.mark.parametrize("name", SEEDS)
def test_offsets_there_and_back(name: str) -> None:
    laid, dice = layout(name, "two", 37), random.Random(name)
    for block in laid.seed.blocks():
        facing = laid.facing(block)
        for offset in range(block.start, block.end + 1):
            at = Passage(offset, offset)
            assert facing.from_side(False, facing.to_source(at).start) == offset
            assert facing.from_side(True, facing.to_twin(at).start) == offset
        if block.end - block.start > 1:
            start, end = sorted(dice.sample(range(block.start, block.end + 1), 2))
            inside = Passage(start - block.start, end - block.start)
            assert facing.to_source(Passage(start, end)) == facing.to_twin(Passage(start, end))
            assert facing.to_source(Passage(start, end)) == inside


def test_what_is_outside_a_block_is_nothing_at_its_nearer_end() -> None:
    laid = lay("甲乙\n丙丁\n戊己", "two", 20, twin("s2tw"))
    facing = laid.facing(Passage(3, 5))
    for to in (facing.to_source, facing.to_twin):
        assert to(Passage(0, 3)) == to(Passage(0, 0)) == (0, 0)
        assert to(Passage(5, 8)) == to(Passage(7, 9)) == (2, 2)
        assert to(Passage(0, 4)) == (0, 1)
        assert to(Passage(4, 9)) == (1, 2)
        assert to(Passage(0, 9)) == (0, 2)


# ------------------------------------------------------------------ odd texts

UNSAFE = "甲\x1b[31m红\x00字\u202e准\u200b标\xad\x85发后\ufeff里👨‍👩‍👧面e\u0301。"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [9, 20, 72])
def test_unsafe_characters_keep_offsets_true(mode: str, width: int) -> None:
    text = f"{UNSAFE}\n\n{UNSAFE * 4}\n\x1b\n{UNSAFE}"
    laid = lay(text, mode, width, twin("s2tw"))
    for offset in range(len(text)):
        assert_stands_first(laid, offset)
        facing = laid.facing(laid.seed.block(offset))
        at = Passage(offset, offset)
        assert facing.from_side(False, facing.to_source(at).start) == offset
        assert facing.from_side(True, facing.to_twin(at).start) == offset
    seen = set()
    for line in laid.window(Top(0, 0), 1000):
        side = line.facing.twin if line.sides == "twin" else line.facing.source
        row = side.row(line.row) if side else None
        if side is None or row is None:
            continue
        assert not set(side.text) & set("\x1b\0\u202e\u200b\x85\ufeff\n")
        for n, cell in enumerate(offsets(side.text[row.start : row.end])[:-1]):
            found = laid.offset_at(line, cell, line.sides == "twin")
            marks = [m for m in line.facing.source.marks if row.start + n in m]
            seen.add(found)
            if line.sides != "twin" and not marks and side.text[row.start + n].isalnum():
                assert text[found] == side.text[row.start + n]
    letters = {n for n, c in enumerate(text) if c.isalnum() and c != "\u0301"}
    assert letters <= seen


def test_placeholders_are_marked_where_they_stand() -> None:
    laid = lay("甲\x1b乙\u202e丙", "two", 40, twin("s2tw"))
    facing = laid.facing(Passage(0, 5))
    assert facing.source.text == "甲␛乙⟨202E⟩丙"
    assert [facing.source.text[a:b] for a, b in facing.source.marks] == ["␛", "⟨202E⟩"]
    assert facing.to_source(Passage(1, 4)) == (1, 9)
    line = laid.window(Top(0, 0), 1)[0]
    assert [laid.offset_at(line, cell, False) for cell in range(14)] == [
        *(0, 0, 1, 2, 2),
        *([3] * 6),
        *(4, 4, 4),
    ]


# ------------------------------------------------------------------ noise


@pytest.mark.parametrize("shows", NOISE)
@pytest.mark.parametrize("mode", ["two", "one"])
@pytest.mark.parametrize("name", ["002", "004"])
def test_noise_leaves_offsets_true(name: str, mode: str, shows: str) -> None:
    text, seed = SEEDS[name], Seed.of(SEEDS[name].encode())
    converted = twin(CONFIGS[detect(text)][0])
    twin_width = 0 if mode == "one" else 37
    laid = Layout(seed, 37, twin_width, mode, converted, Units(seed), shows)
    noisy = [n.passage for n in noise(text) if n.kind in HIDDEN]
    hidden = {at for passage in noisy for at in range(*passage)}
    assert len(hidden) > 10
    said = {"source": "", "twin": ""}
    for block in seed.blocks():
        facing = laid.facing(block)
        said["source"] += facing.source.text + "\n"
        said["twin"] += (facing.twin.text if facing.twin else "") + "\n"
        for offset in range(block.start, block.end):
            at = Passage(offset, offset + 1)
            if offset not in hidden or shows != "hidden":
                assert facing.from_side(False, facing.to_source(at).start) == offset
                a, b = facing.to_source(at)
                assert facing.source.text[a:b] == text[offset]
            if offset not in hidden:
                assert facing.from_side(True, facing.to_twin(at).start) == offset
        assert laid.window(laid.top(block.end), 1)[0].facing is facing
    clean = "".join(c for n, c in enumerate(text) if n not in hidden)
    assert said["source"].rstrip("\n") == (clean if shows == "hidden" else text).rstrip("\n")
    assert said["twin"].rstrip("\n") == ("" if mode == "one" else converted(clean).text).rstrip(
        "\n"
    )


def test_noise_is_marked_dimmed_or_gone() -> None:
    seed = Seed.of("在全联(lián)接大会，华 为\x1b。".encode())
    for shows, text, marked in (
        ("dimmed", "在全联(lián)接大会，华 为␛。", ["␛", "(lián)", " "]),
        ("shown", "在全联(lián)接大会，华 为␛。", ["␛"]),
        ("hidden", "在全联接大会，华为␛。", ["␛"]),
    ):
        laid = Layout(seed, 60, 60, "two", twin("s2tw"), Units(seed), shows)
        facing = laid.facing(seed.block(0))
        assert facing.source.text == text
        assert sorted(text[a:b] for a, b in facing.source.marks) == sorted(marked)
        assert facing.twin is not None
        assert facing.twin.text == "在全聯接大會，華為␛。"
        assert facing.to_twin(Passage(1, 10)) == (1, 4)
        line = laid.window(Top(0, 0), 1)[0]
        assert [laid.offset_at(line, cell, True) for cell in (0, 4, 6, 8)] == [0, 2, 9, 10]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", ["\n", "\n\n\n", "字", "a\n", "\n字", " \n\u3000\n"])
def test_little_documents(text: str, mode: str) -> None:
    laid = lay(text, mode, 20, twin("s2tw"))
    blocks = list(laid.seed.blocks())
    window = laid.window(Top(0, 0), 50)
    assert [f.block for f in visible_blocks(window)] == blocks
    for offset in range(len(text) + 2):
        top = laid.top(offset)
        assert laid.reveal(Top(0, 0), Passage(offset, offset + 1), 10) == (0, 0)
        assert laid.clamp(top, 10) == (0, 0)
        assert 0 <= laid.offset_at(laid.window(top, 1)[0], 5, False) <= len(text)


@pytest.mark.parametrize("width", [-3, 0, 1])
def test_a_screen_too_narrow_for_a_character(width: int) -> None:
    laid = lay("标准a\n争", "two", max(width, 1), twin("s2tw"))
    narrow = Layout(laid.seed, width, width, "two", twin("s2tw"))
    assert len(narrow.window(Top(0, 0), 99)) == 4
    assert narrow.top(2) == (0, 2)


def test_a_line_of_a_megabyte_is_laid_out_by_what_is_on_the_screen(monkeypatch) -> None:
    text = ("昇腾芯片的算力，和华为的集群。" * 24_000)[:-1]
    converted: list[str] = []

    def count(part: str) -> Twin:
        converted.append(part)
        return convert(part, "s2tw")

    laid = lay(text, "two", 60, count)
    top = laid.top(180_000)
    assert len(laid.window(top, 40)) == 40
    assert sum(map(len, converted)) < 2 * seeds.LONG
    assert laid.reveal(top, Passage(180_030, 180_060), 40) == top


def test_visible_blocks_come_once_each() -> None:
    window = layout("001", "two", 20).window(Top(0, 0), 60)
    blocks = [facing.block for facing in visible_blocks(window)]
    assert len(blocks) > 5
    assert all(a.start < b.start for a, b in pairwise(blocks))
    assert blocks == sorted({line.facing.block for line in window})
