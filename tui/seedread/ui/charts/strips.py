"""Where in the documents topics lie, stretch by stretch."""

from seedread.stats import Cell, Measured
from seedread.text.passage import Passage
from seedread.ui.bar import Part
from seedread.ui.charts.chart import Chart, Facts, State
from seedread.ui.charts.figures import pad, right, shaded


class Strips(Chart):
    """Where topics lie: a row a topic of one document, or a row a document of one topic."""

    NAME = "Where it lies"
    ENTER = "enter goes there"

    def __init__(self, facts: Facts, state: State) -> None:
        super().__init__(facts, state)
        survey = facts.survey
        if state.topic:
            self.rows = [d for d in facts.documents if survey.cell(state.topic, d).tags]
        else:
            found = survey.documents.get(state.doc, Measured(""))
            order = (lambda id: survey.cell(id, state.doc).characters) if state.by_total else None
            self.rows = [id for id in facts.topics(order) if id in found.cells]
        if state.topic and state.by_total:
            self.rows.sort(key=lambda doc: -survey.cell(state.topic, doc or "").characters)

    def about(self) -> str:
        """Return the document or the topic that they are of."""
        if self.state.topic:
            return self.facts.topic(self.state.topic)
        return self.facts.row(self.state.doc) if self.state.doc in self.facts.names else ""

    @property
    def width(self) -> int:
        """How many stretches a document is cut in, as many as there is room for."""
        return self.state.buckets

    def heading(self, width: int) -> list[Part]:
        """Return what the strips are of, and where in the document one stands."""
        self.state.buckets = max(8, width - self._label(width) - 8)
        self.state.column = min(self.state.column, self.state.buckets - 1)
        here = self.state.column
        percent = f"{here / self.state.buckets:.0%}"
        mark = (
            f"{'':{here}}▼ {percent}"
            if here < self.state.buckets - 6
            else f"{percent + ' ▼':>{here + 1}}"
        )
        said = " documents with the topic" if self.state.topic else " topics of the document"
        return [
            (pad(said, self._label(width)), "bar--dim"),
            ("  share ", "bar--dim"),
            (mark, "bar--strong"),
        ]

    def row(self, n: int, width: int) -> list[Part]:
        """Return a bar: the darker, the more of a stretch is tagged."""
        topic, doc = self._of(n)
        found = self.facts.survey.documents.get(doc, Measured(doc))
        name = self.facts.row(doc) if self.state.topic else self.facts.topic(topic)
        cell = found.cells.get(topic, Cell())
        share = f"{cell.characters / found.characters:.1%}" if found.characters else "?"
        parts: list[Part] = [(pad(" " + name, self._label(width)), ""), (right(share, 7) + " ", "")]
        for column, covered in enumerate(found.strip(topic, self.state.buckets)):
            here = n == self.state.at and column == self.state.column
            shade, tint = shaded(covered, 1) if covered else ("·", "roll--dim")
            parts.append((shade, "roll--hit" if here else self._tint(n, tint)))
        return parts

    def told(self) -> tuple[str, str]:
        """Return the topic and the document, and the stretch."""
        topic, doc = self._of(self.state.at)
        if not topic or not doc:
            return self.facts.document(self.state.doc), "no tags in this document"
        found = self.facts.survey.documents.get(doc, Measured(doc))
        covered = found.strip(topic, self.state.buckets)[self.state.column]
        part = self._part(found)
        where = f"{self.facts.short(topic)} · {self.facts.document(doc)}"
        other = "its topics" if self.state.topic else "its other documents"
        stretch = f"{part.start}–{part.end}: {covered:.0%} tagged"
        return where, f"{stretch} · {self.ENTER} · n next · t {other}"

    def place(self) -> tuple[str, Passage] | None:
        """Return the first tagged passage of the stretch, or its beginning."""
        topic, doc = self._of(self.state.at)
        found = self.facts.survey.documents.get(doc)
        if found is None:
            return None
        part = self._part(found)
        spans = self.facts.survey.cell(topic, doc).spans
        return doc, next((s for s in spans if s.meets(part)), Passage(part.start, part.start + 1))

    def subject(self) -> tuple[str, str]:
        """Return the topic and the document of the row."""
        topic, doc = self._of(self.state.at)
        return topic, doc or self.state.doc

    def find(self, topic: str, doc: str) -> tuple[str, str]:
        """Return the row: of the document if all are of one topic, else of the topic."""
        return (doc if self.state.topic else topic), ""

    def filled(self, column: int) -> bool:
        """Whether something is tagged in a stretch."""
        topic, doc = self._of(self.state.at)
        found = self.facts.survey.documents.get(doc, Measured(doc))
        return found.strip(topic, self.state.buckets)[column] > 0

    def _of(self, n: int) -> tuple[str, str]:
        row = (self.rows[n] if n < len(self.rows) else "") or ""
        return (self.state.topic, row) if self.state.topic else (row, self.state.doc)

    def _part(self, found: Measured) -> Passage:
        """Return the stretch one stands on."""
        at = self.state.column
        return Passage(*(found.length * n // self.state.buckets for n in (at, at + 1)))

    def _label(self, width: int) -> int:
        return max(20, min(40, width // 3))
