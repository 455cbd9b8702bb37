"""The truth re-anchoring is held to: of which passages no text can say where they went."""

import random

from edits import Truth, copy_paragraph
from seedread.text.passage import Passage
from undecidable import Undecidable

OLD = "甲的一段话。\n乙的一段话。\n丙的一段话。\n"
LINES = {"甲": (0, 7), "乙": (7, 14), "丙": (14, 21)}


def of(*parts):
    """Make a text of lines of the old one ("甲"), copies of them ("-甲") and others."""
    text = []
    for part in parts:
        start, end = LINES.get(part[-1], (0, 0))
        sign = -1 if part[0] == "-" else 1
        text += [(OLD[n], n if sign > 0 else -2 - n) for n in range(start, end)]
        text += [] if end else [(c, -1) for c in part + "\n"]
    return Undecidable(Truth(OLD, text))


def undecidable(*parts):
    found = of(*parts)
    return "".join(
        name for name, (start, _) in LINES.items() if found.holds(Passage(start, start + 3))
    )


def test_what_can_be_told():
    assert undecidable("甲", "乙", "丙") == ""
    assert undecidable("丙", "甲", "乙") == ""
    assert undecidable("甲", "丙") == ""
    assert undecidable("-乙", "甲", "乙", "丙") == ""
    assert undecidable("甲", "乙", "丙", "-甲", "-甲", "新的一行") == ""


def test_a_copy_between_the_same_lines_might_be_it():
    assert undecidable("甲", "乙", "新的一行", "-乙", "丙") == "乙"
    assert undecidable("甲", "-乙", "乙", "丙") == "乙"


def test_what_was_moved_might_be_any_copy_and_a_copy_what_was_taken_out():
    assert undecidable("乙", "-甲", "-乙", "丙", "甲") == "甲乙"
    assert undecidable("甲", "丙", "-乙") == "乙"


def test_of_two_lines_that_are_the_same_either_may_be_the_one_that_is_left():
    old = "甲的一段话。\n甲的一段话。\n乙的一段话。\n"
    for gone in (0, 7):
        text = [(c, n) for n, c in enumerate(old) if not gone <= n < gone + 7]
        found = Undecidable(Truth(old, text))
        assert [found.holds(Passage(at, at + 3)) for at in (0, 7, 14)] == [True, True, False]


def test_a_copy_knows_what_it_is_a_copy_of():
    old = "".join(f"这是第{n}段,有话要说。\n" for n in "一二三")
    text = [(c, n) for n, c in enumerate(old)]
    copy_paragraph(text, random.Random(1))
    copies = [(c, -2 - n) for c, n in text if n < 0]
    assert len(copies) == len(old) // 3
    assert all(old[n] == c for c, n in copies)
