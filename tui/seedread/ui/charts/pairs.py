"""Topics × topics: which stand in one sentence."""

from seedread.ui.bar import Part
from seedread.ui.charts.chart import Chart, Facts, State, Target
from seedread.ui.charts.figures import figure, many, pad, right, shaded


class Pairs(Chart):
    """Topics × topics: in how many sentences both are tagged."""

    NAME = "Topics in one sentence"
    UNITS = ("Jaccard: with both ÷ with either", "sentences")
    CELL = 6

    def __init__(self, facts: Facts, state: State) -> None:
        super().__init__(facts, state)
        totals = facts.survey.totals
        order = (lambda id: facts.survey.total(id).sentences) if state.by_total else None
        found = [id for id in facts.topics(order) if id and id in totals]
        self.rows, self.columns = [*found], found
        self._most = max((self._number(a, b) or 0 for a, b in facts.survey.pairs), default=0)

    def heading(self, width: int) -> list[Part]:
        """Return the marks of the topics."""
        parts: list[Part] = [(pad("", self._label(width)), ""), ("   tags", "bar--dim")]
        for column in self._shown(width):
            mark = self.facts.codebook.get(self.columns[column]).mark
            here = column == self.state.column
            parts.append(
                (
                    right(("▼" if here else "") + mark, self.CELL),
                    "bar--strong" if here else "bar--dim",
                )
            )
        return parts

    def row(self, n: int, width: int) -> list[Part]:
        """Return how often a topic stands with each."""
        topic = self.rows[n] or ""
        total = str(self.facts.survey.total(topic).tags)
        parts: list[Part] = [(pad(" " + self.facts.topic(topic), self._label(width)), "")]
        parts.append((right(total, 7), "roll--strong"))

        def drawn(column: int) -> list[Part]:
            other = self.columns[column]
            both = self.facts.survey.together(topic, other)
            if topic == other:
                text = "—" if self.unit == 0 else str(both)
                return [(right(text, self.CELL - 1), "roll--dim")]
            if not both:
                return [(right("·", self.CELL - 1), "roll--dim")]
            value = self._number(topic, other) or 0
            shade, tint = shaded(value, self._most)
            text = f"{value:.2f}" if self.unit == 0 else figure(value)
            return [(shade, self._tint(n, tint)), (right(text, self.CELL - 2), "")]

        return parts + self._marked(n, self._shown(width), drawn)

    def told(self) -> tuple[str, str]:
        """Return both topics, and their numbers."""
        a, b = self.key()
        survey = self.facts.survey
        if not a or not b:
            return "", ""
        alone = many(survey.total(a).sentences, "sentence")
        if a == b:
            return self.facts.topic(a), f"{alone} · {self.ENTER}"
        both, share = survey.together(a, b), survey.jaccard(a, b)
        said = "undefined" if share is None else f"{share:.0%} of those with either"
        enter = f" · {self.ENTER}" if both else ""
        where = f"{self.facts.short(a)} & {self.facts.short(b)}"
        return where, f"{many(both, 'sentence')} with both, {said}{enter}"

    def target(self) -> Target | None:
        """Return the pair, as a concordance is asked for it."""
        a, b = self.key()
        if a == b:
            return (a, "") if a else None
        return (f"{a} & {b}", "") if self.facts.survey.together(a, b) else None

    def subject(self) -> tuple[str, str]:
        """Return the topic of the row."""
        return self.key()[0], ""

    def find(self, topic: str, doc: str) -> tuple[str, str]:
        """Return the topic's row."""
        return topic, ""

    def filled(self, column: int) -> bool:
        """Whether both topics stand in one sentence somewhere."""
        a, b = self.key()[0], self.columns[column]
        return a != b and self.facts.survey.together(a, b) > 0

    def _number(self, a: str, b: str) -> float | None:
        survey = self.facts.survey
        return survey.jaccard(a, b) if self.unit == 0 else survey.together(a, b)

    def _label(self, width: int) -> int:
        return max(20, min(46, width - 8 - self.CELL * self.width))

    def _shown(self, width: int) -> range:
        return self._visible(width - 8 - self._label(width), self.CELL)
