"""What a concordance shows and where one stands in it; it outlives the screen."""

from dataclasses import dataclass, field

from seedread.concordance.gather import Gathering, Line
from seedread.concordance.order import Row, arranged
from seedread.concordance.question import Question
from seedread.corpus import Corpus

HEADS = ""  # the row above a table of claims


@dataclass
class State:
    """A question, its answer, the rows made of it, and what is marked."""

    question: Question
    script: str = ""  # "" as the documents are written
    order: str = "place"
    claims: bool = False  # a table of what tags claim
    at: int = 0
    here: object = None  # the key of the line one stands on
    marked: set[object] = field(default_factory=set)
    shown: Gathering | None = None
    rows: list[Row] = field(default_factory=list)
    taken: int = 0  # lines that are in the rows

    def arrange(self, corpus: Corpus) -> None:
        """Make rows of the lines there are, and find the one again on which one stood."""
        lines = list(self.shown.lines) if self.shown else []
        self.taken = len(lines)
        order = self.order if self.shown and self.shown.over else "place"
        rows = arranged(lines, order, corpus)
        if self.claims:
            rows = [HEADS, *(n for n in rows if isinstance(n, int) and lines[n].claim)]
        self.rows = rows
        if self.here is not None:
            spots = (n for n in range(len(rows)) if self.key(n) == self.here)
            self.at = next(spots, min(self.at, max(0, len(rows) - 1)))

    def line(self, n: int) -> Line | None:
        """Return the line of a row, None for a heading."""
        row = self.rows[n] if n < len(self.rows) else ""
        return self.shown.lines[row] if isinstance(row, int) and self.shown else None

    def able(self, n: int) -> bool:
        """Whether one can stand on a row."""
        return isinstance(self.rows[n], int)

    def key(self, n: int) -> object:
        """Return what a row's line is known by; None for a heading."""
        line = self.line(n)
        return line.key if line else None

    @property
    def lines(self) -> list[Line]:
        """The lines that are shown, in the order they are shown in."""
        found = (self.line(n) for n in range(len(self.rows)))
        return [line for line in found if line]

    @property
    def chosen(self) -> list[Line]:
        """The marked lines; without any, the one one stands on."""
        marked = [line for line in self.lines if line.key in self.marked]
        here = self.line(self.at)
        return marked or ([here] if here else [])
