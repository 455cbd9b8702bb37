"""What every list of the agreement page has: rows, what they lead to, what one stands on."""

from dataclasses import dataclass, field

from seedread.agreement import Agreement, Value
from seedread.tags.topic import Codebook
from seedread.text.passage import Passage
from seedread.ui.bar import Part
from seedread.ui.charts.figures import many

Names = tuple[str, ...]
Numbers = dict[str | None, dict[str, Value]]  # topic (None: all decisions) → measure → value
Counts = dict[str | None, tuple[int, int, int]]  # units all gave the topic, some did, none did


@dataclass
class Place:
    """A list and where one stands in it. `kind` names it, `topic` and `cell` say of what."""

    kind: str
    topic: str | None = None
    cell: tuple[str, str] = ("", "")
    at: int = 0
    column: int = 0


@dataclass
class Measured:
    """What was measured of one group of annotators."""

    agreement: Agreement
    group: Names
    numbers: Numbers = field(default_factory=dict)
    counts: Counts = field(default_factory=dict)

    @property
    def pair(self) -> Names:
        """The two whose table can be shown."""
        return self.group[:2]


class Level:
    """A list: rows under a heading; `place` outlives it."""

    NAME = ""
    WIDE = False  # whether there are columns to go through

    def __init__(self, measured: Measured, place: Place, book: Codebook, script: str) -> None:
        self.measured, self.place, self.book, self.script = measured, place, book, script

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def about(self) -> str:
        """Return of what this is a list."""
        return ""

    def heading(self, width: int) -> list[Part]:
        """Return the heads of the columns."""
        return []

    def row(self, n: int, width: int) -> list[Part]:
        """Return a row's parts."""
        raise NotImplementedError

    def able(self, n: int) -> bool:
        """Whether one can stand on a row."""
        return True

    def told(self) -> tuple[str, str]:
        """Return in words what one stands on."""
        return "", ""

    def into(self) -> Place | None:
        """Return the list that Enter opens."""
        return None

    def there(self) -> tuple[str, Passage] | None:
        """Return the place that Enter jumps to."""
        return None

    def step(self, by: int) -> None:
        """Go to another column."""

    def topic(self, id: str | None, english: bool = True) -> str:
        """Return a topic's mark and names."""
        if id is None:
            return "all decisions"
        if not id:
            return "no topic"
        topic = self.book.get(id)
        name = topic.name(self.script)
        more = f" {topic.en}" if english and topic.en not in ("", name) else ""
        return f"{topic.mark} {name}{more}"

    def units(self, n: int) -> str:
        """Return a number of units."""
        return many(n, self.measured.agreement.unit)
