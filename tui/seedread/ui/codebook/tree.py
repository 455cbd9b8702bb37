"""The codebook as rows: groups and their topics, what is in no group, what is retired."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from seedread.tags.ranking import readings, spelled
from seedread.tags.topic import Codebook, Topic
from seedread.text.find import fold
from seedread.text.safe import safe
from seedread.text.wrap import cells
from seedread.ui.bar import Part, fit

WIDE = 110  # cells: in a wider window the numbers would stand too far from the names
COUNTS = f"{'here':>6}{'all':>7}{'docs':>6}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a topic or group, or a heading; `depth` is how far in it stands."""

    id: str = ""
    depth: int = 0
    head: str = ""


@dataclass
class Counts:
    """How many tags each topic has in this document, and in all: None as long as that is counted.

    `docs` says in how many documents.
    """

    here: Counter[str] = field(default_factory=Counter)
    every: Counter[str] | None = None
    docs: Counter[str] = field(default_factory=Counter)

    def told(self, id: str) -> str:
        """Return the numbers of a topic, below COUNTS."""
        every = "…" if self.every is None else self.every[id] or "·"
        return f"{self.here[id] or '·':>6}{every:>7}{self.docs[id] or '·':>6}"


@dataclass(frozen=True, slots=True)
class Tree:
    """The rows of a codebook as they are drawn; `pins` are all digits, `own` one's own."""

    book: Codebook
    rows: list[Line]
    counts: Counts
    script: str
    pins: Mapping[int, str]
    own: Mapping[int, str]

    def title(self, typed: str, width: int) -> list[Part]:
        """Return what the page is called, the heads of the numbers at the end."""
        retired = sum(topic.retired for topic in self.book.topics)
        parts = [f"{len(self.book.topics) - retired} in {len(self.book.groups)} groups"]
        parts += [f"{retired} retired"] * bool(retired)
        parts += [f"with “{typed}”"] * bool(typed)
        room = min(WIDE, width) - cells(COUNTS) - cells(" Topics")
        told = _padded(f"  {', '.join(parts)}", room)
        return [(" Topics", "bar--strong"), (told, "bar--dim"), (COUNTS, "")]

    def row(self, n: int, width: int) -> list[Part]:
        """Draw a row."""
        line = self.rows[n]
        if line.head:
            return [(line.head, "roll--head")]
        topic = self.book.get(line.id)
        group = topic in self.book.groups
        numbers = self.counts.told(line.id)
        lead: list[Part] = [("▾ ", "")] if group else [("  " * line.depth, "")]
        if not group:
            lead += [(self._digit(topic), ""), ("● ", topic.colour), (f"{topic.mark:<3}", "")]
        room = min(WIDE, width) - sum(cells(text) for text, _ in lead) - cells(numbers)
        style = "roll--strong" if group else "roll--dim" if topic.retired else ""
        names = dict.fromkeys((topic.en or topic.id, topic.name(self.script)))
        told = _padded("  ".join(map(safe, names)), room)
        return [*lead, (told, style), (numbers, style)]

    def _digit(self, topic: Topic) -> str:
        """Return the digit that tags with a topic, P before it if it is everybody's."""
        digit = next((d for d, id in self.pins.items() if id == topic.id), None)
        own = digit is not None and self.own.get(digit) == topic.id
        return "   " if digit is None else f" {digit} " if own else f"P{digit} "


def rows(book: Codebook, used: Iterable[str], typed: str = "") -> Iterator[Line]:
    """Yield the rows of a codebook: those that have all words typed, in whatever script."""
    found = {t.id for t in book.all.values() if answers(t, typed)}
    alive = [topic for topic in book.topics if not topic.retired]
    for group in book.groups:
        inside = [topic for topic in alive if topic.parent == group.id]
        inside = inside if group.id in found else [t for t in inside if t.id in found]
        if inside or group.id in found:
            yield Line(group.id)
            yield from (Line(topic.id, 1) for topic in inside)
    named = {group.id for group in book.groups}
    outside = [Line(t.id, 1) for t in alive if t.parent not in named and t.id in found]
    retired = [Line(t.id, 1) for t in book.topics if t.retired and t.id in found]
    unknown = [Line(id, 1) for id in sorted({*used} - {*book.all}) if answers(Topic(id), typed)]
    for head, some in (
        ("In no group" if named else "", outside),
        ("Retired: offered no more, tags keep them", retired),
        ("Not in the codebook, but tags have them", unknown),
    ):
        if some and head:
            yield Line(head=head)
        yield from some


def tally(said: Iterable[Iterable[str]], book: Codebook) -> Counter[str]:
    """Count the tags with each topic; a group has those of its topics."""
    found: Counter[str] = Counter()
    parents: Mapping[str, str | None] = {topic.id: topic.parent for topic in book.all.values()}
    for topics in said:
        own = {*topics}
        found.update(own | {group for group in map(parents.get, own) if group})
    return found


def row(topic: Topic, script: str, digit: int | None = None, count: int = 0) -> str:
    """Describe a topic in one row."""
    names = f"{topic.en or topic.id}  {topic.name(script)}"
    gap = " " * max(1, 62 - cells(names))
    return f"{digit or ' '} {topic.mark:<3}{names}{gap}{count or ''}"


def words(topic: Topic) -> str:
    """Return what else a topic is found by."""
    keywords = [w for words in (topic.keywords or {}).values() for w in words]
    sounds = readings()
    said = [spelled(name, sounds) for name in (topic.hans, topic.hant)]
    return " ".join([topic.id, topic.hans, topic.hant, *said, *keywords])


def answers(topic: Topic, typed: str) -> bool:
    """Whether a topic has all the words typed, in whatever language and script."""
    text = fold(f"{topic.en} {words(topic)}")
    return all(word in text for word in fold(typed).split())


def _padded(text: str, width: int) -> str:
    """Return text in just so many cells, one of them free."""
    kept = fit(text, width - 1)
    return kept + " " * max(0, width - cells(kept))
