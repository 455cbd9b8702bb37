"""The passages behind a number of agreement: where, and who says what of them."""

from functools import cached_property
from typing import NamedTuple

from seedread.text.passage import Passage
from seedread.ui.bar import Part, fit
from seedread.ui.charts.figures import many
from seedread.ui.charts.level import Level

MOST = 10_000  # passages listed


class Behind(NamedTuple):
    """A unit somebody has coded, and in words who gave it what."""

    doc: str
    passage: Passage
    told: str


class Passages(Level):
    """Two rows a passage: what it says; who gave it the topic, and where it is."""

    NAME = "Where they differ"

    @cached_property
    def found(self) -> list[Behind]:
        """The passages."""
        topics = self.measured.agreement.topics if self.place.topic is None else [self.place.topic]
        found = []
        for topic in topics:
            name = "" if self.place.topic else f"{self.topic(topic, False)}: "
            rows = self.measured.agreement.apart(topic, self.measured.group)
            for doc, passage, said, silent in rows:
                told = f"{name}given by {', '.join(said)} · read, not given by {', '.join(silent)}"
                found.append(Behind(doc, passage, told))
        return sorted(found)[:MOST]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return 2 * len(self.found)

    def about(self) -> str:
        """Return of which topic."""
        return f"{self.topic(self.place.topic)} · {many(len(self.found), 'passage')}"

    def able(self, n: int) -> bool:
        """Whether one can stand on a row."""
        return n % 2 == 0

    def row(self, n: int, width: int) -> list[Part]:
        """Return the passage, or who said what of it."""
        one, corpus = self.found[n // 2], self.measured.agreement.corpus
        if n % 2:
            title = fit(corpus.title(one.doc), max(12, width // 3))
            return [
                (f"      {one.told}", "roll--head"),
                (f"  {fit(one.doc, 12)} {title}", "roll--dim"),
            ]
        seed = corpus.seed(one.doc)
        text = " ".join(seed[one.passage.start : one.passage.end].split()) if seed else "?"
        return [(f" {n // 2 + 1:>3}  ", "roll--dim"), (text, "")]

    def told(self) -> tuple[str, str]:
        """Return which of how many."""
        if not self.found:
            return "no passages", ""
        one = self.found[min(self.place.at // 2, len(self.found) - 1)]
        return f"{self.place.at // 2 + 1} of {len(self.found)} · enter: read on there", one.doc

    def there(self) -> tuple[str, Passage] | None:
        """Return the passage one stands on."""
        one = self.found[self.place.at // 2] if self.found else None
        return (one.doc, one.passage) if one else None


class OfCell(Passages):
    """The passages behind a cell of the table of two annotators."""

    NAME = "Passages"

    @cached_property
    def found(self) -> list[Behind]:
        """The passages."""
        pair = self.measured.pair
        sides = zip(pair, self.place.cell, strict=True)
        told = " · ".join(f"{name}: {self.topic(topic, False)}" for name, topic in sides)
        rows = self.measured.agreement.behind(pair[0], pair[1], self.place.cell)
        return [Behind(doc, passage, told) for doc, passage in rows][:MOST]

    def about(self) -> str:
        """Return of which cell."""
        return many(len(self.found), "passage")
