"""What every picture of the matrix page has: rows, columns, and a cell one stands on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from seedread.stats import Survey
from seedread.tags.topic import Codebook
from seedread.text.passage import Passage
from seedread.ui.bar import Part
from seedread.ui.charts.figures import short

Target = tuple[str, str]  # what a concordance is opened with: topic, document ("" for all)


@dataclass
class State:
    """What the page shows and where one stands; it outlives the page."""

    survey: Survey | None = None
    home: str = ""  # the document that was read when the page was last opened
    view: int = 0
    at: int = 0
    column: int = 0
    by: str = ""
    by_total: bool = False
    units: dict[int, int] = field(default_factory=dict)  # by view
    buckets: int = 40  # stretches a document is cut in, as many as there is room for
    places: dict[int, int] = field(default_factory=dict)  # columns, by view
    doc: str = ""  # whose topics the strips are of,
    topic: str = ""  # or whose documents, if one is named


@dataclass(frozen=True)
class Facts:
    """What the pictures are of: the numbers, what topics and documents are called."""

    survey: Survey
    codebook: Codebook
    script: str
    documents: Sequence[str]
    title: Callable[[str], str]  # of a document

    def document(self, id: str) -> str:
        """Return a document's id and title."""
        return f"{id} “{self.title(id)}”"

    def row(self, id: str) -> str:
        """Return a document's short name and title."""
        return f"{self.names[id]} {self.title(id)}"

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of a few cells for the documents."""
        return short(self.documents)

    def short(self, id: str) -> str:
        """Return a topic's mark and name, without the English one."""
        return self.topic(id).partition("  ")[0]

    def topic(self, id: str) -> str:
        """Return a topic's mark and names."""
        topic = self.codebook.get(id)
        name = topic.name(self.script)
        english = topic.en if topic.en != name else ""
        return f"{topic.mark or '··'} {name}" + (f"  {english}" if english else "")

    def topics(self, order: Callable[[str], float] | None = None) -> list[str | None]:
        """Return the topics as the codebook groups them, None before each; or by `order`."""
        book, totals = self.codebook, self.survey.totals
        known = [t for t in book.topics if not t.retired or t.id in totals]
        ids = [t.id for t in known]
        strange = sorted(set(totals) - set(ids))
        if order:
            return [*sorted([*ids, *strange], key=order, reverse=True)]
        found: list[str | None] = []
        parent: str | None = ""
        for topic in known:
            if topic.parent != parent and (topic.parent or found):
                found.append(None)
            parent = topic.parent
            found.append(topic.id)
        return [*found, *([None, *strange] if strange else [])]

    def group(self, id: str) -> str:
        """Return what a topic's group is called."""
        parent = self.codebook.get(id).parent or ""
        if id not in self.codebook:
            return "not in the codebook"
        return self.topic(parent).lstrip("· ") if parent in self.codebook.all else "no group"


class Chart:
    """A picture: rows and columns, one cell of which one stands on."""

    NAME: ClassVar[str] = ""
    UNITS: ClassVar[tuple[str, ...]] = ("",)
    ENTER: ClassVar[str] = "enter: its passages"

    def __init__(self, facts: Facts, state: State) -> None:
        self.facts, self.state = facts, state
        self.unit = state.units.get(state.view, 0) % len(self.UNITS)
        self.rows: list[str | None] = []  # topics or documents; None: a heading
        self.columns: list[str] = []
        self._left = 0

    def about(self) -> str:
        """Return in what the numbers are, or of what."""
        return self.UNITS[self.unit]

    @property
    def width(self) -> int:
        """How many columns there are to stand on."""
        return len(self.columns)

    def able(self, n: int) -> bool:
        """Whether one can stand on a row."""
        return self.rows[n] is not None

    def key(self) -> tuple[str, str]:
        """Return what row and column one stands on."""
        at, column = self.state.at, self.state.column
        row = self.rows[at] if at < len(self.rows) else None
        return row or "", self.columns[column] if column < len(self.columns) else ""

    def subject(self) -> tuple[str, str]:
        """Return which topic and which document one stands on, "" if none."""
        raise NotImplementedError

    def find(self, topic: str, doc: str) -> tuple[str, str]:
        """Return the row and the column of a topic and a document."""
        raise NotImplementedError

    def stand(self, key: tuple[str, str]) -> None:
        """Stand on the same row and column as before, wherever they now are."""
        if key[0] in self.rows:
            self.state.at = self.rows.index(key[0])
        if key[1] in self.columns:
            self.state.column = self.columns.index(key[1])
        self.state.column = max(0, min(self.state.column, self.width - 1))

    def heading(self, width: int) -> list[Part]:
        """Return the heads of the columns."""
        raise NotImplementedError

    def row(self, n: int, width: int) -> list[Part]:
        """Return a row's parts."""
        raise NotImplementedError

    def told(self) -> tuple[str, str]:
        """Return in words what one stands on, and its numbers."""
        raise NotImplementedError

    def target(self) -> Target | None:
        """Return what the passages of this cell are found by; None if it has none."""
        return None

    def place(self) -> tuple[str, Passage] | None:
        """Return where to read on instead, if this is about a place."""
        return None

    def filled(self, column: int) -> bool:
        """Whether there is something in a column of this row."""
        raise NotImplementedError

    def _group(self, n: int) -> list[Part]:
        following = next((row for row in self.rows[n:] if row), "")
        return [(f" {self.facts.group(following)}", "roll--head")]

    def _tint(self, n: int, tint: str) -> str:
        """Return a row's tint: none on the row one stands on, which has a ground of its own."""
        return "" if n == self.state.at else tint

    def _visible(self, room: int, cell: int) -> range:
        """Return the columns that fit, the one one stands on among them."""
        most = max(1, room // cell)
        left = min(self._left, max(0, self.width - most))
        self._left = max(min(left, self.state.column), self.state.column - most + 1)
        return range(self._left, min(self.width, self._left + most))

    def _marked(self, n: int, shown: range, drawn: Callable[[int], list[Part]]) -> list[Part]:
        """Return a row's cells, the one one stands on in brackets."""
        here = self.state.column if n == self.state.at else -1
        parts: list[Part] = []
        for column in shown:
            lead = "[" if column == here else "]" if column == here + 1 and here >= 0 else " "
            parts += [(lead, "roll--strong"), *drawn(column)]
        return [*parts, ("]", "roll--strong")] if shown and shown[-1] == here else parts
