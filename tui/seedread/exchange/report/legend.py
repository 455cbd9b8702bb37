"""How a report names topics, places and people's words: labels, colours by number, anchors."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from seedread.tags.topic import Codebook, Topic
from seedread.text.passage import Passage

LANGUAGES = {"hans": "zh-Hans", "hant": "zh-Hant", "mixed": "zh"}  # by script; "": not Chinese


@dataclass(frozen=True, slots=True)
class Label:
    """A topic as the page shows it; `number` tells its colour."""

    number: int
    topic: Topic

    @property
    def name(self) -> str:
        """Its English name, or any it has."""
        return self.topic.en or self.topic.name("hans")

    @property
    def mark(self) -> str:
        """Its mark, ?? if it has none."""
        return self.topic.mark or "??"

    @property
    def names(self) -> str:
        """All its names."""
        topic = self.topic
        return " · ".join(dict.fromkeys(n for n in (topic.en, topic.hans, topic.hant) if n)) or (
            topic.id
        )


class Legend:
    """The topics that come up, numbered as they do; also those the codebook does not hold."""

    def __init__(self, book: Codebook) -> None:
        self.book = book
        self.labels: dict[str, Label] = {}

    def __getitem__(self, id: str) -> Label:
        if id not in self.labels:
            self.labels[id] = Label(len(self.labels), self.book.get(id))
        return self.labels[id]

    def order(self, ids: Iterable[str]) -> list[str]:
        """Return topics as the codebook has them, those it does not hold last."""
        place = {t.id: n for n, t in enumerate((*self.book.topics, *self.book.groups))}
        return sorted(ids, key=lambda id: (place.get(id, len(place)), id))

    def marks(self, topics: Iterable[str]) -> str:
        """Return the marks of a tag's topics; a pen if it is only a note."""
        return " ".join(self[id].mark for id in topics) or "✎"

    def names(self, topics: Iterable[str]) -> str:
        """Return the names of a tag's topics."""
        return "; ".join(self[id].names for id in topics) or "note"

    def colours(self) -> str:
        """Return the style sheet's lines for the colours; the codebook lets only #rrggbb in."""
        found = self.labels.values()
        return "".join(f".c{one.number}{{--c:{one.topic.colour}}}" for one in found)


def place(doc: str, passage: Passage | None) -> str:
    """Return the anchor of a passage in a document: the same in every report."""
    return f"doc-{_id(doc)}-{passage.start}" if passage else ""


def head(doc: str) -> str:
    """Return the anchor of a document."""
    return f"text-{_id(doc)}"


def of_topic(id: str) -> str:
    """Return the anchor of a topic's concordance."""
    return f"topic-{_id(id)}"


def _id(text: str) -> str:
    """Return a text as a part of an anchor that can stand in an address as it is.

    A browser looks for an anchor as it is written before it decodes what it was given.
    """
    return quote(text, safe="", errors="replace")
