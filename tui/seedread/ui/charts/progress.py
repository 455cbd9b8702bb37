"""How far one is with each document: tagged, seen, unseen, boilerplate."""

from seedread.text.passage import Passage
from seedread.ui.bar import Part
from seedread.ui.charts.chart import Chart, Facts, State
from seedread.ui.charts.figures import TINTS, many, pad, right


class Progress(Chart):
    """How far one is with each document."""

    NAME = "How far one is"
    ENTER = "enter reads on"
    PARTS = (("tagged", "▓"), ("seen", "▒"), ("unseen", "░"), ("boilerplate", "·"))
    WIDTHS = (9, 8, 9, 14)

    def __init__(self, facts: Facts, state: State) -> None:
        super().__init__(facts, state)
        self.rows = [*facts.documents]
        if state.by_total:
            self.rows.sort(key=lambda doc: -self._share(doc or "", "unseen"))

    def heading(self, width: int) -> list[Part]:
        """Return the legend."""
        parts: list[Part] = [(pad(" share of the sentences", self._label(width)), "bar--dim")]
        for (name, sign), room in zip(self.PARTS, self.WIDTHS, strict=True):
            parts.append((right(f"{sign} {name}", room), "bar--dim"))
        return parts

    def row(self, n: int, width: int) -> list[Part]:
        """Return a document's shares and a bar of them."""
        doc = self.rows[n] or ""
        found = self.facts.survey.documents.get(doc)
        label = self._label(width)
        parts: list[Part] = [(pad(f" {self.facts.row(doc)}", label), "")]
        if found is None:
            return [*parts, (right("not begun", sum(self.WIDTHS)), "roll--dim")]
        if not found.sentences:
            return [*parts, (right("nothing to read", sum(self.WIDTHS)), "roll--dim")]
        shares = [getattr(found, name) / found.sentences for name, _ in self.PARTS]
        for share, room in zip(shares, self.WIDTHS, strict=True):
            parts.append((right(f"{share:.0%}", room), "" if share else "roll--dim"))
        parts.append(("  ", ""))
        bar, edge, done = width - label - sum(self.WIDTHS) - 2, 0.0, 0
        for share, (_, sign), tint in zip(
            shares, self.PARTS, (*TINTS[2:0:-1], "", ""), strict=True
        ):
            edge += share
            until = round(edge * bar)
            parts.append((sign * (until - done), self._tint(n, tint)))
            done = until
        return parts

    def told(self) -> tuple[str, str]:
        """Return the document, and its numbers."""
        doc = self.key()[0]
        if not doc:
            return "", ""
        where, found = self.facts.document(doc), self.facts.survey.documents.get(doc)
        if found is None:
            return where, "nothing tagged yet, nothing marked as seen (Z in the document does)"
        if found.stale:
            return where, "the text has changed since it was marked as seen: it counts as unseen"
        lost = f", {many(found.lost, 'tag')} not found in the text" if found.lost else ""
        numbers = ", ".join(f"{getattr(found, name):,} {name}" for name, _ in self.PARTS)
        enter = f" · {self.ENTER}" if found.next else ""
        return where, f"{many(found.sentences, 'sentence')}: {numbers}{lost}{enter}"

    def place(self) -> tuple[str, Passage] | None:
        """Return the first unseen sentence, or the beginning of a document."""
        doc = self.key()[0]
        found = self.facts.survey.documents.get(doc)
        return (doc, (found and found.next) or Passage(0, 1)) if doc else None

    def subject(self) -> tuple[str, str]:
        """Return the document of the row."""
        return "", self.key()[0]

    def find(self, topic: str, doc: str) -> tuple[str, str]:
        """Return the document's row."""
        return doc, ""

    def filled(self, column: int) -> bool:
        """There is but one column."""
        return True

    def _share(self, doc: str, name: str) -> float:
        found = self.facts.survey.documents.get(doc)
        return getattr(found, name) / found.sentences if found and found.sentences else 1.0

    def _label(self, width: int) -> int:
        return max(18, min(46, width - sum(self.WIDTHS) - 22))
