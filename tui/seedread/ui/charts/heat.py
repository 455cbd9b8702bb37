"""Topics × documents: how much is said of each in each, whatever their lengths."""

from seedread.stats import Cell, Measured, rate
from seedread.ui.bar import Part
from seedread.ui.charts.chart import Chart, Facts, State, Target
from seedread.ui.charts.figures import figure, many, pad, right, shaded

FEW = 50  # documents up to which those without tags have a column too


class Heat(Chart):
    """Topics × documents."""

    NAME = "Topics × documents"
    UNITS = ("tags per 10,000 characters", "tags", "tagged characters")
    CELL = 8

    def __init__(self, facts: Facts, state: State) -> None:
        super().__init__(facts, state)
        survey = facts.survey
        by_row = state.by_total
        self.rows = facts.topics(self._of_topic if by_row else None)
        tagged = {doc for doc, found in survey.documents.items() if found.cells}
        columns = [doc for doc in facts.documents if len(facts.documents) <= FEW or doc in tagged]
        self.columns = columns
        if by_row:
            totals = {doc: self._of_document(doc) for doc in columns}
            self.columns = sorted(columns, key=lambda doc: -totals[doc])
        self._most = max(
            (self._number(cell, found) or 0)
            for found in [*survey.documents.values(), Measured("")]
            for cell in (*found.cells.values(), Cell())
        )

    def heading(self, width: int) -> list[Part]:
        """Return the short names of the documents."""
        label, shown = self._label(width), self._shown(width)
        more = f" {len(shown)} of {self.width} documents" if len(shown) < self.width else ""
        parts: list[Part] = [(pad(more, label), "bar--dim"), ("   total", "bar--dim")]
        for column in shown:
            name = self.facts.names[self.columns[column]]
            here = column == self.state.column
            kind = "bar--strong" if here else "bar--dim"
            parts.append((right(f"▼{name}" if here else name, self.CELL), kind))
        return parts

    def row(self, n: int, width: int) -> list[Part]:
        """Return a topic's numbers."""
        topic = self.rows[n]
        if topic is None:
            return self._group(n)
        total = figure(self._of_topic(topic))
        parts: list[Part] = [(pad(" " + self.facts.topic(topic), self._label(width)), "")]
        parts.append((right(total, 8), "roll--strong" if total != "0" else "roll--dim"))

        def drawn(column: int) -> list[Part]:
            found = self.facts.survey.documents.get(self.columns[column])
            if found is None:
                return [(right("…", self.CELL - 1), "roll--dim")]
            cell = found.cells.get(topic, Cell())
            value = self._number(cell, found)
            if value is None:
                return [(right("?", self.CELL - 1), "roll--dim")]
            if not cell.tags:
                return [(right("·", self.CELL - 1), "roll--dim")]
            shade, tint = shaded(value, self._most)
            return [(shade * 2, self._tint(n, tint)), (right(figure(value), self.CELL - 3), "")]

        return parts + self._marked(n, self._shown(width), drawn)

    def told(self) -> tuple[str, str]:
        """Return the topic and the document, and all numbers of the cell."""
        topic, doc = self.subject()
        if not topic or not doc:
            return "", ""
        where = f"{self.facts.short(topic)} · {self.facts.document(doc)}"
        found = self.facts.survey.documents.get(doc)
        if found is None:
            return where, "nothing tagged or seen yet"
        cell = found.cells.get(topic)
        if cell is None:
            return where, "no tags: n leads to the next column that has some"
        per = found.per(topic)
        rate = "undefined" if per is None else f"{per:.1f}"
        numbers = (many(cell.tags, "tag"), many(cell.sentences, "sentence"))
        characters = many(cell.characters, "character")
        return where, f"{', '.join(numbers)}, {characters}, {rate} per 10,000 · {self.ENTER}"

    def target(self) -> Target | None:
        """Return the topic and the document."""
        topic, doc = self.subject()
        return (topic, doc) if self.facts.survey.cell(topic, doc).tags else None

    def subject(self) -> tuple[str, str]:
        """Return the topic and the document."""
        return self.key()

    def find(self, topic: str, doc: str) -> tuple[str, str]:
        """Return the topic's row, the document's column."""
        return topic, doc

    def filled(self, column: int) -> bool:
        """Whether the topic has tags in a document."""
        cell = self.facts.survey.cell(self.key()[0], self.columns[column])
        return bool(cell.tags)

    def _number(self, cell: Cell, found: Measured) -> float | None:
        if self.unit == 0:
            return rate(cell.tags, found.characters)
        return cell.tags if self.unit == 1 else cell.characters

    def _of_topic(self, topic: str) -> float:
        survey = self.facts.survey
        total = survey.total(topic)
        if self.unit == 0:
            return rate(total.tags, survey.characters) or 0
        return total.tags if self.unit == 1 else total.characters

    def _of_document(self, doc: str) -> float:
        found = self.facts.survey.documents.get(doc, Measured(doc))
        return sum(self._number(cell, found) or 0 for cell in found.cells.values())

    def _label(self, width: int) -> int:
        return max(20, min(46, width - 9 - self.CELL * self.width))

    def _shown(self, width: int) -> range:
        return self._visible(width - 9 - self._label(width), self.CELL)
