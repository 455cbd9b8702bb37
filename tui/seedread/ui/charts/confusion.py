"""Which topic stood against which: what two annotators gave the same units."""

from functools import cached_property

from seedread.ui.bar import Part
from seedread.ui.charts.figures import pad, right, shaded
from seedread.ui.charts.level import Level, Place

CELL = 5


class Confusion(Level):
    """A row for each topic of the first, a column for each of the second, then for none."""

    NAME = "Confusion"
    WIDE = True
    _left = 0

    @cached_property
    def table(self) -> dict[tuple[str, str], int]:
        """How often one gave a unit one topic where the other gave it another."""
        return self.measured.agreement.confusion(*self.measured.pair)

    @cached_property
    def topics(self) -> list[str]:
        """The topics one of them gave, as the codebook has them; then "", no topic."""
        given = {topic for cell in self.table for topic in cell if topic}
        known = [topic.id for topic in self.book.topics if topic.id in given]
        return [*known, *sorted(given - set(known)), ""]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.topics)

    def about(self) -> str:
        """Return whose topics stand where."""
        first, second = self.measured.pair
        return f"rows {first} · columns {second}"

    def heading(self, width: int) -> list[Part]:
        """Return the marks of the topics."""
        parts: list[Part] = [(pad("", self._label(width)), "")]
        for n in self._shown(width):
            mark = self.book.get(self.topics[n]).mark if self.topics[n] else "none"
            here = n == self.place.column
            text = right(("▼" if here else "") + mark, CELL)
            parts.append((text, "bar--strong" if here else "bar--dim"))
        return parts

    def row(self, n: int, width: int) -> list[Part]:
        """Return how often a topic stood against each."""
        label, most = self._label(width), max(self.table.values(), default=0)
        parts: list[Part] = [(pad(" " + self.topic(self.topics[n], label > 30), label), "")]
        for column in self._shown(width):
            count = self.table.get((self.topics[n], self.topics[column]), 0)
            here = (n, column) == (self.place.at, self.place.column)
            text = f"[{count}]" if here else f"{count} " if count else "· "
            same = n == column
            tint = shaded(count, most)[1] if count and not same and n != self.place.at else ""
            kind = "roll--strong" if here or (same and count) else tint or "roll--dim" * (not count)
            parts.append((right(text, CELL), kind))
        return parts

    def told(self) -> tuple[str, str]:
        """Return both topics, and how often."""
        (a, b), (first, second) = self._cell, self.measured.pair
        what = f"{first}: {self.topic(a, False)} · {second}: {self.topic(b, False)}"
        count = self.table.get((a, b), 0)
        return what, self.units(count) + (" · enter: its passages" if count else "")

    def into(self) -> Place | None:
        """Return the passages of the cell."""
        return Place("behind", cell=self._cell) if self.table.get(self._cell) else None

    def step(self, by: int) -> None:
        """Go to another column."""
        self.place.column = max(0, min(self.place.column + by, len(self.topics) - 1))

    @property
    def _cell(self) -> tuple[str, str]:
        at, column = (min(n, self.count - 1) for n in (self.place.at, self.place.column))
        return self.topics[at], self.topics[column]

    def _label(self, width: int) -> int:
        return max(20, min(44, width - CELL * len(self.topics)))

    def _shown(self, width: int) -> range:
        """Return the columns that fit, the one one stands on among them."""
        most = max(1, (width - self._label(width)) // CELL)
        left = min(self._left, max(0, len(self.topics) - most))
        self._left = max(min(left, self.place.column), self.place.column - most + 1)
        return range(self._left, min(len(self.topics), self._left + most))
