"""The measures of agreement, topic by topic, and why one is undefined."""

from functools import cached_property

from seedread.ui.bar import Part
from seedread.ui.charts.figures import pad, right
from seedread.ui.charts.level import Level, Place

CELL = 9
# The most telling first: as many as fit are shown.
COLUMNS = {
    "krippendorff_alpha": "α",
    "cohen_kappa": "κ",
    "fleiss_kappa": "Fleiss κ",
    "gwet_ac1": "AC1",
    "f1_overlap": "F1 over.",
    "percent": "%",
    "": "units",
    "krippendorff_alpha_u": "α_U",
    "f1_exact": "F1 exact",
    "scott_pi": "π",
}


class Measures(Level):
    """A row for each topic, one for all decisions before them."""

    NAME = "Agreement"

    @cached_property
    def topics(self) -> list[str | None]:
        """The topics of the rows, as the codebook has them; those it has not come last."""
        given = self.measured.agreement.topics
        known = [topic.id for topic in self.book.topics if topic.id in given]
        return [None, *known, *(topic for topic in given if topic not in known)]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.topics)

    def about(self) -> str:
        """Return who is compared."""
        return " & ".join(self.measured.group)

    def columns(self, width: int) -> list[str]:
        """Return the measures that fit."""
        numbers = self.measured.numbers.get(None, {})
        some = {name for of in self.measured.numbers.values() for name in of} or set(numbers)
        if len(self.measured.group) == 2:
            some -= {"fleiss_kappa"}  # of two it says what π says
        found = [name for name in COLUMNS if name in some or not name]
        return found[: max(1, (width - self._label(width)) // CELL)]

    def heading(self, width: int) -> list[Part]:
        """Return what the measures are called."""
        heads = "".join(right(COLUMNS[name], CELL) for name in self.columns(width))
        return [(pad("", self._label(width)) + heads, "bar--dim")]

    def row(self, n: int, width: int) -> list[Part]:
        """Return a topic's measures."""
        topic = self.topics[n]
        label, numbers = self._label(width), self.measured.numbers.get(topic, {})
        kind = "roll--strong" if topic is None else ""
        parts: list[Part] = [(pad(" " + self.topic(topic, label > 34), label), kind)]
        for name in self.columns(width):
            text = self._figure(topic, name) if numbers else "…"
            parts.append((right(text, CELL), "roll--dim" if text in "–…" else ""))
        return parts

    def told(self) -> tuple[str, str]:
        """Return how many units were given the topic, and why something is undefined."""
        topic = self.topics[self.place.at]
        numbers = self.measured.numbers.get(topic)
        if numbers is None:
            return self.topic(topic), "measuring …"
        both, some, none = self.measured.counts.get(topic, (0, 0, 0))
        read = self.units(both + some + none)
        who = "both" if len(self.measured.group) == 2 else "two of them"
        what = f"{self.topic(topic)} · {read} that {who} have read"
        if any(value.value is None for value in numbers.values()):
            return what, f"– is undefined: {self._why(both, some, none)}"
        given = f"given by all {both:,}, by some {some:,}, by none {none:,}"
        return what, f"{given} · enter: where they differ" if some else given

    def into(self) -> Place | None:
        """Return the passages where they differ."""
        topic = self.topics[self.place.at]
        return Place("apart", topic) if self.measured.counts.get(topic, (0, 0, 0))[1] else None

    def _figure(self, topic: str | None, name: str) -> str:
        numbers = self.measured.numbers[topic]
        if not name:
            return f"{next(iter(numbers.values())).units:,}" if numbers else "0"
        found = numbers.get(name)
        if found is None:
            return ""
        if found.value is None:
            return "–"
        return f"{found.value:.0%}" if name == "percent" else f"{found.value:.3f}"

    def _why(self, both: int, some: int, none: int) -> str:
        if not both + some + none:
            return "none has read what another did; Z marks what one has read, A counts all of it"
        if not both and not some:
            return "nobody varies: none of them gave it where two have read"
        if not some and not none:
            return "nobody varies: all gave it wherever two have read"
        return "no unit was read by all of them, or none of them drew a passage there"

    def _label(self, width: int) -> int:
        return max(22, min(48, width - CELL * (len(COLUMNS) - 1)))
