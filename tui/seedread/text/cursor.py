"""Where one stands in a document: the lit passage; every motion is a pure function."""

from dataclasses import dataclass, replace

from seedread.text.passage import Passage
from seedread.text.units import NAMES, Units


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of the reader.

    `here` is the unit one moves by, `anchor` the code point it was reached at (so that growing
    and shrinking lead back), `unit` its kind ("free" for a passage made by hand). `mark` is the
    unit one began to extend at; while it is set, the passage stretches from it to `here`.
    """

    here: Passage
    unit: str = "sentence"
    anchor: int = 0
    mark: Passage | None = None

    @property
    def passage(self) -> Passage:
        """What is lit, and what a tag would be put on."""
        return self.here.hull(self.mark) if self.mark else self.here

    @property
    def extending(self) -> bool:
        """Whether motions stretch the passage."""
        return self.mark is not None


def at(units: Units, offset: int, unit: str = "sentence") -> Cursor:
    """Stand at the unit around `offset`."""
    here = units.around(unit, offset)
    return Cursor(here, unit, here.start if offset not in here else offset)


def on(cursor: Cursor, passage: Passage) -> Cursor:
    """Stand on a passage of any extent: a tag, a hit, what the mouse drew."""
    return Cursor(passage, "free", passage.start)


def move(units: Units, cursor: Cursor, unit: str, by: int) -> Cursor:
    """Go to the next (`by` > 0) or previous unit; the same cursor where there is none.

    From a larger unit into clauses or words one enters at its near end; words stay inside
    their sentence.
    """
    target = _enter(units, cursor, unit, by) if _larger(cursor.unit, unit) else None
    if target is None:
        target = _next(units, cursor, unit, by)
    if target is None:
        return cursor
    return replace(cursor, here=target, unit=unit, anchor=target.start)


def paragraph(units: Units, cursor: Cursor, by: int) -> Cursor:
    """Go to another paragraph: to its first sentence; to all of it from all of one.

    A line that is nothing but noise is none to go to.
    """
    found: Passage | None = units.around("paragraph", cursor.anchor)
    while found and (found := units.step("paragraph", found, by)):
        if sentences := units.inside("sentence", found):
            here = found if cursor.unit == "paragraph" else sentences[0]
            unit = cursor.unit if cursor.unit == "paragraph" else "sentence"
            return replace(cursor, here=here, unit=unit, anchor=here.start)
    return cursor


def grow(units: Units, cursor: Cursor) -> Cursor:
    """Take the next larger unit around the passage."""
    for unit in NAMES:
        around = _own(units, unit, cursor).hull(cursor.here)
        if around != cursor.here:
            return replace(cursor, here=around, unit=unit)
    return cursor


def shrink(units: Units, cursor: Cursor) -> Cursor:
    """Take the next smaller unit inside the passage, the one around the anchor."""
    for unit in reversed(NAMES):
        around = _own(units, unit, cursor)
        if cursor.here.covers(around) and around != cursor.here:
            return replace(cursor, here=around, unit=unit)
    return cursor


def extend(cursor: Cursor) -> Cursor:
    """Begin to stretch the passage, or stop and keep what has been stretched."""
    if cursor.mark is None:
        return replace(cursor, mark=cursor.here)
    return on(cursor, cursor.passage)


def swap(cursor: Cursor) -> Cursor:
    """Let the other end of the stretched passage move."""
    if cursor.mark is None:
        return cursor
    return replace(cursor, here=cursor.mark, mark=cursor.here, anchor=cursor.mark.start)


def reach(cursor: Cursor, passage: Passage | None) -> Cursor:
    """Take `passage` (a quotation, a speaker's turn) if there is one, stretching if one does."""
    if passage is None or passage.start == passage.end:
        return cursor
    anchor = cursor.anchor if cursor.anchor in passage else passage.start
    return replace(cursor, here=passage, unit="free", anchor=anchor)


def _larger(unit: str, than: str) -> bool:
    if than not in ("word", "clause"):
        return False
    return unit == "free" or NAMES.index(unit) > NAMES.index(than)


def _enter(units: Units, cursor: Cursor, unit: str, by: int) -> Passage | None:
    inside = units.inside(unit, cursor.here)
    return (inside[0] if by > 0 else inside[-1]) if inside else None


def _next(units: Units, cursor: Cursor, unit: str, by: int) -> Passage | None:
    standing = cursor.here
    if cursor.unit not in (unit, "free") and not _larger(cursor.unit, unit):
        standing = units.around(unit, cursor.anchor)
    target = units.step(unit, standing, by)
    if unit == "word" and target:
        sentence = units.around("sentence", standing.start)
        return target if target.meets(sentence) else None
    return target


def _own(units: Units, unit: str, cursor: Cursor) -> Passage:
    """Return the unit around the anchor; the one before if the anchor is on a mark behind it.

    The passage itself if neither has a part in it.
    """
    around = units.around(unit, cursor.anchor)
    if not around.meets(cursor.here):
        anchor = Passage(cursor.anchor, cursor.anchor)
        around = units.step(unit, anchor, -1) or around
    return around if around.meets(cursor.here) else cursor.here
