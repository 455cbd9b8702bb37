"""The units of a document by position, against the same texts cut as a whole."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from seedread.text import seed as seeds
from seedread.text import sentences as cut
from seedread.text import units as room
from seedread.text.clean import Clean
from seedread.text.noise import HIDDEN, noise
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import NAMES, Units
from seedread.text.words import words

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}


def units(text: str) -> Units:
    return Units(Seed.of(text.encode()))


def said(text: str, passage: Passage | None) -> str | None:
    return None if passage is None else text[passage.start : passage.end]


def whole(text: str, unit: str) -> list[Passage]:
    """Every unit of a text, cut without looking at a document: on the text without its noise."""
    if unit == "paragraph":
        return [Passage(*line.span()) for line in re.finditer(r"\S(?:.*\S)?", text)]
    clean = Clean.of(text, (n.passage for n in noise(text) if n.kind in HIDDEN))
    found = cut.sentences(clean.text)
    if unit == "clause":
        found = [c.shift(a) for a, b in found for c in cut.clauses(clean.text[a:b])]
    if unit == "word":
        lines = re.finditer(".+", clean.text)
        found = [word.shift(line.start()) for line in lines for word in words(line[0])]
    return [clean.home(passage) for passage in found]


def chain(of: Units, unit: str, start: Passage, by: int) -> list[Passage]:
    found: list[Passage] = []
    step: Passage | None = start
    while (step := of.step(unit, step, by)) is not None:
        found.append(step)
        assert len(found) < 30_000
    return found


# ------------------------------------------------------------------ step, around, inside


@pytest.mark.parametrize("unit", NAMES)
@pytest.mark.parametrize("name", SEEDS)
def test_stepping_through_a_document(name: str, unit: str) -> None:
    text, of = SEEDS[name], units(SEEDS[name])
    expected = whole(text, unit)
    assert len(expected) > 20
    assert chain(of, unit, Passage(0, 0), 1) == expected
    end = Passage(len(text), len(text))
    assert chain(of, unit, end, -1) == expected[::-1]
    assert of.step(unit, expected[-1], 1) is of.step(unit, expected[0], -1) is None


@pytest.mark.parametrize("unit", NAMES)
@pytest.mark.parametrize("name", SEEDS)
def test_the_unit_around_each_offset(name: str, unit: str) -> None:
    text, of = SEEDS[name], units(SEEDS[name])
    expected = whole(text, unit)
    for span in expected:
        assert of.around(unit, span.start) == of.around(unit, span.end - 1) == span
    for before, after in pairwise(expected):
        for offset in range(before.end, after.start):  # what is of no unit is by one of the two
            assert of.around(unit, offset) in (before, after)
    assert of.around(unit, len(text)) == of.around(unit, len(text) + 50) == expected[-1]


def test_between_two_units_the_next_of_the_line_then_the_one_before() -> None:
    of = units("甲乙。 丙丁。 \n\n戊己。")
    assert of.around("sentence", 3) == (4, 7)
    assert of.around("sentence", 7) == (4, 7)
    assert of.around("sentence", 9) == (10, 13)
    assert units("甲。\n \n").around("sentence", 4) == (0, 2)


@pytest.mark.parametrize("name", SEEDS)
def test_the_units_inside_a_passage(name: str) -> None:
    of = units(SEEDS[name])
    for sentence in whole(SEEDS[name], "sentence"):
        clauses = of.inside("clause", sentence)
        assert (clauses[0].start, clauses[-1].end) == sentence
        for word in of.inside("word", sentence):
            assert sentence.covers(word)
    last = whole(SEEDS[name], "clause")[-1]
    assert of.inside("sentence", Passage(last.end, last.end)) == []


@pytest.mark.parametrize("name", ["000", "002", "004"])
def test_a_document_in_long_lines_has_the_same_units(monkeypatch, name: str) -> None:
    monkeypatch.setattr(seeds, "PIECE", 3000)
    monkeypatch.setattr(seeds, "LONG", 200)
    monkeypatch.setattr(seeds, "BLOCK", 100)
    text = re.sub(r"[\s“”\"()（）《》‘’]", "", SEEDS[name])  # nothing that holds a cut together
    of = units(text)
    assert len(list(of.seed.blocks())) > 30
    expected = whole(text, "sentence")
    found = chain(of, "sentence", Passage(0, 0), 1)
    assert {end for _, end in expected} <= {end for _, end in found}
    assert len(found) < 1.2 * len(expected)  # some are cut at a comma for want of a full stop
    assert "".join(text[a:b] for a, b in found) == text
    assert of.around("paragraph", len(text) // 2) == (0, len(text))


# ------------------------------------------------------------------ odd documents

ODD = {
    "blank": "\n \n\t\n\u3000\n\n",
    "english": "One sentence here. Another one there!\n\nA paragraph (with a remark). And so on",
    "no end": "昇腾芯片的算力和华为的集群",
    "marks": "……\n——\n。。。\n",
    "one newline": "\n",
    "emoji": "😀😀。👨‍👩‍👧！\n🀄",
    "controls": "甲\x00乙\x1b[31m。\u202e丙\u2028丁。",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_documents(name: str) -> None:
    text, of = ODD[name], units(ODD[name])
    for unit in NAMES:
        found = chain(of, unit, Passage(0, 0), 1)
        assert found == chain(of, unit, Passage(len(text), len(text)), -1)[::-1]
        for offset in range(len(text) + 2):
            assert of.around(unit, offset) in (found or [(min(offset, len(text)),) * 2])
    assert all(0 <= a < b <= len(text) and text[a:b].strip() == text[a:b] for a, b in found)


def test_odd_documents_have_the_units_one_sees() -> None:
    assert chain(units(ODD["blank"]), "sentence", Passage(0, 0), 1) == []
    assert units(ODD["blank"]).around("word", 3) == (3, 3)
    of = units(ODD["english"])
    assert len(chain(of, "sentence", Passage(0, 0), 1)) == 4
    assert said(ODD["english"], of.around("word", 5)) == "sentence"
    assert units(ODD["no end"]).around("sentence", 5) == (0, 13)
    assert chain(units(ODD["marks"]), "word", Passage(0, 0), 1) == []
    assert len(chain(units(ODD["marks"]), "sentence", Passage(0, 0), 1)) == 3


def test_a_megabyte_in_one_line() -> None:
    sentence = "昇腾芯片的算力，和华为的集群。"
    text = sentence * 24_000
    of = units(text)
    assert of.around("sentence", 180_000) == (180_000, 180_015)
    assert of.around("clause", 180_000) == (180_000, 180_008)
    assert of.around("paragraph", 180_000) == (0, len(text))
    at = Passage(180_000, 180_015)
    for n in range(1, 400):
        step = of.step("sentence", at, 1)
        assert step == (at.start + 15, at.end + 15), n
        at = step
    assert of.step("paragraph", of.around("paragraph", 5), 1) is None
    assert of.turn(180_000) is None


# ------------------------------------------------------------------ quotations and turns


@pytest.mark.parametrize("name", SEEDS)
def test_the_quotation_around_each_offset(name: str) -> None:
    text, of = SEEDS[name], units(SEEDS[name])
    found = set()
    for offset in range(len(text)):
        quotation = of.quotation(offset)
        assert quotation == cut.quotation(text, offset)
        found.add(said(text, quotation))
    for quoted in found - {None}:
        assert (quoted[0], quoted[-1]) in [*map(tuple, ("“”", "《》", "‘’", "「」", '""'))]
    assert len(found) > 2


def test_turns_of_an_interview() -> None:
    text, of = SEEDS["002"], units(SEEDS["002"])
    parts = re.split(r"(?m)^(阿笨|老黄):", text[text.index("\n阿笨:") :])[1:]
    expected = [part.strip() for part in parts[1::2]]
    assert len(expected) > 40
    at, found = text.index("\n阿笨:") + 1, []
    for turn in expected:
        found.append(said(text, of.turn(at)))
        passage = of.turn(at)
        assert passage is not None
        # the label, the middle and the end of what is said
        assert of.turn((passage.start + passage.end) // 2) == of.turn(passage.end - 1) == passage
        at = text.index(turn, passage.start) + len(turn)
        at += len(text[at:]) - len(text[at:].lstrip())
    assert found == expected


def test_where_nobody_speaks_there_is_no_turn() -> None:
    assert units(SEEDS["002"]).turn(0) is None
    assert [units(SEEDS[name]).turn(500) for name in ("000", "001", "003")] == [None] * 3


def test_a_turn_ends_at_the_end_of_the_document_or_where_nobody_looks_any_further(
    monkeypatch,
) -> None:
    text = "老黄: 对。\n\n是的。\n"
    assert said(text, units(text).turn(5)) == "对。\n\n是的。"
    monkeypatch.setattr(room, "TURN_BLOCKS", 5)
    text = "老黄: 对。\n" + "是的。\n" * 50
    assert said(text, units(text).turn(5)) == "对。\n" + "是的。\n" * 4 + "是的。"
    assert units(text).turn(100) is None
    empty = "老黄:\n阿笨: 好。"
    assert said(empty, units(empty).turn(1)) == ""
