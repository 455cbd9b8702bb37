"""A document as facing rows: offset ↔ (row, cell) in both panes, without an app.

Nothing here has a total height. A top (a document position) and a number of rows go in, the
rows from there down come out; so the cost is that of what is on the screen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from seedread.text.clean import Clean
from seedread.text.passage import Passage
from seedread.text.safe import Shown, shown
from seedread.text.script import Twin
from seedread.text.seed import Seed
from seedread.text.wrap import at_cell, wrap

if TYPE_CHECKING:  # the first frame is laid out before the units are known
    from seedread.text.units import Units

_CLEAN, _SHOWN = Clean(""), Shown("")
NOISE = ("dimmed", "hidden", "shown")  # what is done with noise in the source's pane
MODES = ("two", "one", "mixed")  # facing panes, the source alone, source and twin row by row
ALONE = "twin"  # and a mode for a pane that shows nothing but the other script


class Top(NamedTuple):
    """What stands first on the screen: a block's first code point and a line of that block."""

    block: int
    line: int


@dataclass(frozen=True, slots=True)
class Side:
    """One pane's part of a block: its text as shown, cut into rows of code points of it."""

    text: str
    rows: tuple[Passage, ...]
    marks: tuple[Passage, ...] = ()

    def row(self, n: int) -> Passage | None:
        """Return the `n`th row, None below the last."""
        return self.rows[n] if n < len(self.rows) else None

    def row_of(self, offset: int) -> int:
        """Return the number of the row that `offset` of the shown text stands in."""
        found = [n for n, row in enumerate(self.rows) if row.start <= offset]
        return found[-1] if found else 0


@dataclass(frozen=True, slots=True)
class Facing:
    """A block laid out in both scripts, row beside row.

    The source's side shows the block as it is, or clean if `hides`; the twin's side is always the
    conversion of the clean text, so that noise spoils neither. The maps compose:
    document → clean → shown → converted.
    """

    block: Passage
    source: Side
    twin: Side | None = None
    converted: Twin | None = None
    clean: Clean = _CLEAN
    hides: bool = False
    shown: Shown = _SHOWN
    twin_shown: Shown = _SHOWN

    @property
    def height(self) -> int:
        """Rows of the block: the greater of its two sides, so that blocks face each other."""
        return max(len(self.source.rows), len(self.twin.rows) if self.twin else 0)

    def to_source(self, passage: Passage) -> Passage:
        """Return where a passage of the document stands in the source side's text.

        That is its part in this block; without one the empty passage at the nearer end.
        """
        inside = self._inside(passage)
        if self.hides:
            inside = self.clean.across(inside)
        return Passage(self.shown.out(inside.start), self.shown.out(inside.end))

    def to_twin(self, passage: Passage) -> Passage:
        """Return where a passage of the document stands in the twin side's text."""
        if self.converted is None:
            return self.to_source(passage)
        clean = self.clean.across(self._inside(passage))
        shown = Passage(self.twin_shown.out(clean.start), self.twin_shown.out(clean.end))
        return self.converted.across(shown)

    def from_side(self, twin: bool, offset: int) -> int:
        """Return the document offset of a code point of one side's text."""
        if twin and self.converted:
            offset = self.converted.back(Passage(offset, offset + 1)).start
            offset = self.clean.back(self.twin_shown.back(offset))
        else:
            offset = self.shown.back(offset)
            offset = self.clean.back(offset) if self.hides else offset
        return self.block.start + offset

    def _inside(self, passage: Passage) -> Passage:
        """Return the part of a passage in this block, in code points of the block."""
        start = min(max(passage.start, self.block.start), self.block.end)
        end = max(start, min(passage.end, self.block.end))
        return Passage(start, end).shift(-self.block.start)


class Line(NamedTuple):
    """One line of the screen: a row of a block, of both sides or of one."""

    facing: Facing
    row: int
    sides: str  # "both", "source", "twin"


class Layout:
    """A document laid out for panes of given widths (cells); `twin_width` 0 means no twin."""

    def __init__(
        self,
        seed: Seed,
        width: int,
        twin_width: int = 0,
        mode: str = "two",
        twin: Callable[[str], Twin] | None = None,
        units: "Units | None" = None,
        noise: str = "dimmed",
    ) -> None:
        self.seed = seed
        self.width, self.twin_width, self.mode = width, twin_width, mode
        self._twin = twin if twin_width else None
        self._units, self.noise = units, noise
        self.facing = lru_cache(maxsize=512)(self._facing)

    def lines(self, facing: Facing) -> int:
        """Return how many lines of the screen a block takes."""
        if self.mode == ALONE and facing.twin:
            return len(facing.twin.rows)
        if self.mode != "mixed" or facing.converted is None:
            return facing.height
        return len(facing.source.rows) + (len(facing.twin.rows) if facing.twin else 0)

    def top(self, offset: int) -> Top:
        """Return the line that `offset` stands in, as a top."""
        facing = self.facing(self.seed.block(offset))
        return Top(facing.block.start, self._lines_of(facing, offset)[0])

    def window(self, top: Top, height: int) -> list[Line]:
        """Return the lines from `top` down, at most `height` of them."""
        lines: list[Line] = []
        for block in self.seed.blocks(top.block):
            facing = self.facing(block)
            lines += self._lines(facing)[top.line if block.start == top.block else 0 :]
            if len(lines) >= height:
                break
        return lines[:height]

    def move(self, top: Top, by: int) -> Top:
        """Return the top `by` lines further down (up if negative), inside the document."""
        block = self.seed.block(top.block)
        line = top.line + by
        while line < 0 and (earlier := self.seed.before(block)):
            block = earlier
            line += self.lines(self.facing(block))
        while (height := self.lines(self.facing(block))) <= line:
            later = self.seed.after(block)
            if later is None:
                line = height - 1
                break
            line -= height
            block = later
        return Top(block.start, max(0, line))

    def reveal(self, top: Top, passage: Passage, height: int) -> Top:
        """Return `top` if the passage is in view from there, else one that shows it.

        A passage that is out of view comes to a quarter of the screen: the next ones are then
        reached without scrolling. One higher than the screen shows its beginning.
        """
        first = self.top(passage.start)
        end = max(passage.start, passage.end - 1)
        ending = self.facing(self.seed.block(end))
        last = Top(ending.block.start, max(self._lines_of(ending, end)))
        bottom = self.move(top, height - 1)
        if top <= first and last <= bottom:
            return top
        before = height // 4
        if self.move(first, height - 1 - before) < last:
            before = 0
        return self.clamp(self.move(first, -before), height)

    def clamp(self, top: Top, height: int) -> Top:
        """Return `top`, or the last one that leaves no empty rows below if that is earlier."""
        if len(self.window(top, height)) == height:
            return top
        last = self.seed.last_block()
        end = Top(last.start, self.lines(self.facing(last)) - 1)
        return min(top, self.move(end, 1 - height))

    def offset_at(self, line: Line, cell: int, twin: bool) -> int:
        """Return the document offset under cell `cell` of a line of one pane."""
        side = line.facing.twin if twin and line.facing.twin else line.facing.source
        row = side.row(line.row)
        if row is None:
            return line.facing.block.end
        inside = row.start + at_cell(side.text[row.start : row.end], cell)
        return line.facing.from_side(twin, min(inside, max(row.start, row.end - 1)))

    def _lines(self, facing: Facing) -> list[Line]:
        if self.mode == ALONE and facing.twin:
            return [Line(facing, n, "twin") for n in range(len(facing.twin.rows))]
        if self.mode != "mixed" or facing.twin is None or facing.converted is None:
            return [Line(facing, n, "both") for n in range(facing.height)]
        lines = []
        for n in range(facing.height):
            if n < len(facing.source.rows):
                lines.append(Line(facing, n, "source"))
            if n < len(facing.twin.rows):
                lines.append(Line(facing, n, "twin"))
        return lines

    def _lines_of(self, facing: Facing, offset: int) -> list[int]:
        """Return in which line of its block `offset` stands, and in which its answer ends."""
        here = Passage(offset, offset + 1)
        row = facing.source.row_of(facing.to_source(here).start)
        if facing.twin is None or facing.converted is None:
            return [row]
        answer = facing.to_twin(here)
        below = facing.twin.row_of(max(answer.start, answer.end - 1))
        if self.mode == ALONE:
            return [facing.twin.row_of(answer.start), below]
        if self.mode != "mixed":
            return [row, below]
        rows = len(facing.source.rows), len(facing.twin.rows)
        return [row + min(row, rows[1]), below + min(below + 1, rows[0])]

    def _facing(self, block: Passage) -> Facing:
        text, units, hides = self.seed[block.start : block.end], self._units, self.noise == "hidden"
        clean = units.clean(block) if units else Clean(text)
        display = shown(clean.text if hides else text)
        marks = display.marks
        if units and self.noise != "shown":
            spans = (n.passage for n in units.noise(block))
            spans = (clean.across(span) for span in spans) if hides else spans
            marks += tuple(Passage(display.out(a), display.out(b)) for a, b in spans if a < b)
        source = Side(display.text, tuple(wrap(display.text, self.width)), marks)
        maps = (clean, hides, display)
        if self._twin is None or not display.text:
            empty = Side("", (Passage(0, 0),)) if self._twin else None
            return Facing(block, source, empty, None, *maps)
        twin_shown = shown(clean.text)
        twin = self._twin(twin_shown.text)
        side = Side(twin.text, tuple(wrap(twin.text, self.twin_width)))
        return Facing(block, source, side, twin, *maps, twin_shown)


def visible_blocks(lines: list[Line]) -> Iterator[Facing]:
    """Yield each block that has a line in the window, once."""
    last = None
    for line in lines:
        if line.facing is not last:
            last = line.facing
            yield last
