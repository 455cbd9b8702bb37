"""Motions that never get stuck, never leave the document, and can be taken back."""

import random
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from seedread.text import cursor as go
from seedread.text.cursor import Cursor
from seedread.text.noise import HIDDEN, noise
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import NAMES, Units

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}
DOCUMENTS = {name: Units(Seed.of(text.encode())) for name, text in SEEDS.items()}
NOISE = {
    name: {at for n in noise(text) if n.kind in HIDDEN for at in range(*n.passage)}
    for name, text in SEEDS.items()
}
ODD = {
    "blank": "\n \n\t\n\u3000\n\n",
    "blank lines around": "\n\n\n甲乙。丙。\n\n \n丁戊\n\n\n",
    "english": "One sentence here. Another one there!\n\nA paragraph (with a remark). And so on",
    "no end": "昇腾芯片的算力和华为的集群",
    "marks": "……\n——\n。。。\n",
    "one character": "字",
    "quotes": "他说：“好。”“不，”她说：“不好！”\n\n“好。”",
}


def units(text: str) -> Units:
    return Units(Seed.of(text.encode()))


def line(text: str) -> tuple[Units, Callable[[Cursor], str]]:
    """Units of a text, and what a cursor in it has lit."""
    return units(text), lambda cursor: text[cursor.passage.start : cursor.passage.end]


def walk(step: Callable[[Cursor], Cursor], cursor: Cursor) -> list[Cursor]:
    """The cursor, and where it comes step by step until it stays."""
    found = [cursor]
    while (cursor := step(cursor)) != found[-1]:
        found.append(cursor)
        assert len(found) < 30_000
    return found


# ------------------------------------------------------------------ going on and back


@pytest.mark.parametrize("unit", ["sentence", "clause"])
@pytest.mark.parametrize("name", SEEDS)
def test_on_to_the_end_and_back_again(name: str, unit: str) -> None:
    text, of = SEEDS[name], DOCUMENTS[name]
    first = go.at(of, 0, unit)
    on = walk(lambda c: go.move(of, c, unit, 1), first)
    back = walk(lambda c: go.move(of, c, unit, -1), on[-1])
    assert [c.here for c in back] == [c.here for c in on][::-1]
    assert all(a.here.end <= b.here.start for a, b in pairwise(on))
    left = set(range(len(text))) - {n for c in on for n in range(*c.here)}
    assert "".join(text[n] for n in sorted(left - NOISE[name])).strip() == ""


@pytest.mark.parametrize("name", SEEDS)
def test_paragraph_by_paragraph(name: str) -> None:
    text, of = SEEDS[name], DOCUMENTS[name]
    on = walk(lambda c: go.paragraph(of, c, 1), go.at(of, 0))
    back = walk(lambda c: go.paragraph(of, c, -1), on[-1])
    assert [c.here for c in back] == [c.here for c in on][::-1]
    lines = [Passage(*found.span()) for found in re.finditer(r"\S(?:.*\S)?", text)]
    lines = [line for line in lines if not set(range(*line)) <= NOISE[name]]
    assert [c.here for c in on] == [of.inside("sentence", line)[0] for line in lines]
    on = walk(lambda c: go.paragraph(of, c, 1), Cursor(lines[0], "paragraph", lines[0].start))
    assert [c.here for c in on] == lines


@pytest.mark.parametrize("name", SEEDS)
def test_words_stay_inside_their_sentence(name: str) -> None:
    of = DOCUMENTS[name]
    for sentence in (c.here for c in walk(lambda c: go.move(of, c, "sentence", 1), go.at(of, 0))):
        words = of.inside("word", sentence)
        start = go.at(of, sentence.start)
        for by, expected in ((1, words), (-1, words[::-1])):
            on = walk(lambda c, by=by: go.move(of, c, "word", by), start)
            assert [c.here for c in on[1:]] == expected
            if words:
                back = walk(lambda c, by=by: go.move(of, c, "word", -by), on[-1])
                assert [c.here for c in back] == expected[::-1]


def test_from_a_larger_unit_one_enters_at_the_near_end() -> None:
    of, lit = line("标准很重要，但是标准也贵。下一句。")
    sentence = go.at(of, 3)
    assert lit(go.move(of, sentence, "clause", 1)) == "标准很重要，"
    assert lit(go.move(of, sentence, "clause", -1)) == "但是标准也贵。"
    assert lit(go.move(of, sentence, "word", 1)) == "标准"
    assert lit(go.move(of, sentence, "word", -1)) == "贵"
    clause = go.move(of, sentence, "clause", -1)
    assert lit(go.move(of, clause, "word", 1)) == "但是"
    assert lit(go.move(of, clause, "sentence", 1)) == "下一句。"
    word = go.move(of, clause, "word", 1)
    assert lit(go.move(of, word, "clause", -1)) == "标准很重要，"
    assert lit(go.move(of, word, "sentence", 1)) == "下一句。"


def test_from_a_passage_of_any_extent() -> None:
    of, lit = line("标准很重要，但是标准也贵。下一句。最后一句。")
    hit = go.on(Cursor(Passage(0, 0)), Passage(8, 10))
    assert (lit(hit), hit.unit) == ("标准", "free")
    assert lit(go.move(of, hit, "word", 1)) == "标准"
    across = go.on(hit, Passage(9, 15))  # 准也贵。下一
    assert lit(go.move(of, across, "sentence", 1)) == "最后一句。"
    assert lit(go.move(of, across, "sentence", -1)) == lit(across)  # nothing wholly before
    inside = go.on(hit, Passage(9, 10))  # a part of a word
    assert lit(go.move(of, inside, "word", 1)) == "也"
    assert lit(go.move(of, inside, "word", -1)) == "但是"
    stop = go.on(hit, Passage(12, 13))  # nothing but the full stop
    assert lit(go.move(of, stop, "word", 1)) == "。"
    assert lit(go.move(of, stop, "word", -1)) == "贵"
    assert lit(go.move(of, stop, "sentence", 1)) == "下一句。"


def test_standing_on_a_full_stop_is_standing_in_its_sentence() -> None:
    of, lit = line("标准很重要，但是标准也贵。下一句。")
    stop = go.at(of, 12)
    assert lit(stop) == "标准很重要，但是标准也贵。"
    assert lit(go.grow(of, stop)) == "标准很重要，但是标准也贵。下一句。"
    clause = go.shrink(of, stop)
    word = go.shrink(of, clause)
    assert (lit(clause), lit(word)) == ("但是标准也贵。", "贵")
    assert lit(go.move(of, word, "word", 1)) == "贵"
    assert lit(go.move(of, word, "word", -1)) == "也"
    assert lit(go.move(of, word, "sentence", 1)) == "下一句。"


def test_a_sentence_without_words_has_none_to_go_to() -> None:
    of, lit = line("甲乙。\n……\n丙丁。")
    marks = go.move(of, go.at(of, 0), "sentence", 1)
    assert lit(marks) == "……"
    for by in (1, -1):
        assert go.move(of, marks, "word", by) == marks
    assert lit(go.shrink(of, marks)) == lit(go.grow(of, marks)) == "……"


# ------------------------------------------------------------------ larger and smaller


@pytest.mark.parametrize("name", SEEDS)
def test_growing_and_shrinking_take_each_other_back(name: str) -> None:
    text, of = SEEDS[name], DOCUMENTS[name]
    for offset in range(0, len(text), 3):
        sentence = go.at(of, offset)
        least = walk(lambda c: go.shrink(of, c), sentence)[-1]
        grown = walk(lambda c: go.grow(of, c), least)
        shrunk = walk(lambda c: go.shrink(of, c), grown[-1])
        assert [c.here for c in shrunk] == [c.here for c in grown][::-1]
        assert sentence.here in [c.here for c in grown]
        assert grown[-1].here == of.around("paragraph", sentence.here.start)
        for cursor in grown:
            assert cursor.here == of.around(cursor.unit, cursor.here.start)


def test_growing_from_a_passage_of_any_extent() -> None:
    of, lit = line("标准很重要，但是标准也贵。下一句。")
    hit = go.on(Cursor(Passage(0, 0)), Passage(9, 10))
    grown = [lit(c) for c in walk(lambda c: go.grow(of, c), hit)]
    assert grown == [
        "准",
        "标准",
        "但是标准也贵。",
        "标准很重要，但是标准也贵。",
        "标准很重要，但是标准也贵。下一句。",
    ]


# ------------------------------------------------------------------ extending


def test_extending_to_both_sides() -> None:
    of, lit = line("一句。两句。三句。四句。五句。")
    cursor = go.extend(go.at(of, 6))
    assert (lit(cursor), cursor.extending) == ("三句。", True)
    cursor = go.move(of, cursor, "sentence", 1)
    assert lit(cursor) == "三句。四句。"
    cursor = go.swap(cursor)
    assert lit(cursor) == "三句。四句。"
    cursor = go.move(of, cursor, "sentence", -1)
    assert lit(cursor) == "两句。三句。四句。"
    cursor = go.move(of, go.swap(cursor), "sentence", 1)
    assert lit(cursor) == "两句。三句。四句。五句。"
    kept = go.extend(cursor)
    assert (lit(kept), kept.extending, kept.unit) == (lit(cursor), False, "free")
    assert go.swap(kept) == kept


def test_extending_back_over_where_one_began() -> None:
    of, lit = line("一句。两句。三句。")
    cursor = go.extend(go.at(of, 3))
    cursor = go.move(of, cursor, "sentence", 1)
    for expected in ("两句。", "一句。两句。"):
        cursor = go.move(of, cursor, "sentence", -1)
        assert lit(cursor) == expected


@pytest.mark.parametrize("unit", ["sentence", "clause", "word"])
@pytest.mark.parametrize("name", SEEDS)
def test_extending_and_coming_back(name: str, unit: str) -> None:
    of, dice = DOCUMENTS[name], random.Random(name)
    for _ in range(20):
        start = go.move(of, go.at(of, dice.randrange(len(of.seed))), unit, 1)
        on = [go.extend(start)]
        for _ in range(9):
            on.append(go.move(of, on[-1], unit, 1))
        on = list(dict.fromkeys(on))  # words end with their sentence
        back = on[-1]
        for cursor in on[::-1]:
            assert back.passage == cursor.passage == start.here.hull(cursor.here)
            back = go.move(of, back, unit, -1)


def test_reaching_for_a_quotation_or_a_turn() -> None:
    of, lit = line("老黄: 他说“好的”。\n然后呢。\n阿笨: 行。")
    cursor = go.at(of, 8)
    quoted = go.reach(cursor, of.quotation(cursor.anchor))
    assert (lit(quoted), quoted.unit) == ("“好的”", "free")
    turn = go.reach(quoted, of.turn(quoted.anchor))
    assert lit(turn) == "他说“好的”。\n然后呢。"
    label = go.reach(go.at(of, 0), of.turn(0))
    assert lit(label) == lit(turn)
    assert lit(go.shrink(of, label)) == "他说“好的”。"
    assert lit(go.move(of, label, "sentence", 1)) == "阿笨:"
    for nothing in (None, Passage(3, 3)):
        assert go.reach(cursor, nothing) == cursor
    extended = go.move(of, go.extend(cursor), "sentence", 1)
    assert lit(go.reach(extended, Passage(22, 23))).startswith("他说“好的”。\n")


# ------------------------------------------------------------------ anything, in any order

MOTIONS: list[Callable[[Units, Cursor], Cursor]] = [
    *(
        lambda u, c, unit=unit, by=by: go.move(u, c, unit, by)
        for unit in ("word", "clause", "sentence")
        for by in (1, -1)
    ),
    lambda u, c: go.paragraph(u, c, 1),
    lambda u, c: go.paragraph(u, c, -1),
    go.grow,
    go.shrink,
    lambda _, c: go.extend(c),
    lambda _, c: go.swap(c),
    lambda u, c: go.reach(c, u.quotation(c.anchor)),
    lambda u, c: go.reach(c, u.turn(c.anchor)),
]


@pytest.mark.parametrize("name", [*SEEDS, *ODD])
def test_any_motions_in_any_order_stay_in_the_document(name: str) -> None:
    of = DOCUMENTS.get(name) or units(ODD[name])
    text, dice = of.seed[:], random.Random(name)
    for _ in range(30):
        cursor = go.at(of, dice.randrange(len(text) + 3), "sentence")
        for _ in range(60):
            cursor = dice.choice(MOTIONS)(of, cursor)
            start, end = cursor.passage
            assert 0 <= start <= end <= len(text)
            assert text[start:end].strip() == text[start:end]
            assert start < end or not text.strip()
            assert 0 <= cursor.anchor <= len(text)
            assert cursor.passage.covers(cursor.here)


@pytest.mark.parametrize("name", ODD)
def test_odd_documents_to_the_end_and_back(name: str) -> None:
    of = units(ODD[name])
    for unit in NAMES[:3]:
        on = walk(lambda c, unit=unit: go.move(of, c, unit, 1), go.at(of, 0, unit))
        back = walk(lambda c, unit=unit: go.move(of, c, unit, -1), on[-1])
        assert [c.here for c in back] == [c.here for c in on][::-1]


def test_blank_lines_are_passed_over() -> None:
    of, lit = line(ODD["blank lines around"])
    first = go.at(of, 0)
    assert lit(first) == "甲乙。"
    assert lit(go.paragraph(of, first, 1)) == "丁戊"
    assert lit(go.paragraph(of, go.paragraph(of, first, 1), -1)) == "甲乙。"
    assert lit(go.at(of, len(ODD["blank lines around"]))) == "丁戊"


def test_lines_of_noise_are_passed_over() -> None:
    of, lit = line("![]()\n甲乙。\n![](a.png)\n\n丙丁。\n![]()")
    first = go.at(of, 0)
    assert lit(first) == "甲乙。"
    assert lit(go.paragraph(of, first, 1)) == "丙丁。"
    assert lit(go.paragraph(of, go.paragraph(of, first, 1), -1)) == "甲乙。"
    assert go.paragraph(of, first, -1) == first


def test_a_document_of_blank_lines_leaves_one_where_one_is() -> None:
    of = units(ODD["blank"])
    for offset in range(len(ODD["blank"])):
        cursor = go.at(of, offset)
        assert cursor.here == (offset, offset)
        for motion in MOTIONS[:10]:
            assert motion(of, cursor) == cursor


def test_a_megabyte_in_one_line() -> None:
    sentence = "昇腾芯片的算力，和华为的集群。"
    of = units(sentence * 24_000)
    cursor = go.at(of, 180_003)
    for unit in ("sentence", "clause"):
        on = cursor
        for _ in range(300):
            on = go.move(of, on, unit, 1)
        assert on.here.start > 180_000 + 1000
    grown = go.grow(of, cursor)
    assert (grown.unit, grown.here) == ("paragraph", (0, 360_000))
    assert go.shrink(of, grown).here == cursor.here
    assert go.paragraph(of, cursor, 1) == cursor
