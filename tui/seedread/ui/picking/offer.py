"""What the picker offers: topics in the order to show them, rows, and what each means."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content

from seedread import settings
from seedread.reading import Reading
from seedread.tags.ranking import Findable, Match, Sounds, ranked
from seedread.tags.topic import Topic
from seedread.text.fold import fold
from seedread.text.safe import safe
from seedread.text.wrap import wrap
from seedread.ui.picking.recent import Usage

NUMBERED = 9  # recent topics that a digit takes
QUOTE = 60  # code points shown of an example


@dataclass(frozen=True, slots=True)
class Known:
    """What the picker may know of the person: pins, recent topics, what was used how often.

    `sounds` and `usage` are what has been loaded so far, `load` loads both, in a thread.
    """

    pins: dict[int, str]
    recent: Sequence[str] = ()
    sounds: Sounds | None = None
    usage: Usage | None = None
    load: Callable[[], tuple[Sounds, Usage | None]] | None = None


class Offer:
    """The topics of one document's codebook as a person looks for them."""

    def __init__(self, reading: Reading, has: Iterable[str], known: Known) -> None:
        self.book = reading.codebook
        self.topics = [t for t in self.book.topics if not t.retired or t.id in has]
        names = {t.id for t in self.topics}
        self.recent = [id for id in known.recent if id in names][:NUMBERED]
        self.usage = known.usage or _here(reading)
        self.sounds: Sounds | None = None
        self._findable: list[Findable] = []
        self.hear(known.sounds)

    def hear(self, sounds: Sounds | None) -> None:
        """Find by pinyin, too, if it is known what characters sound like."""
        self.sounds = sounds
        self._findable = [Findable(topic, sounds) for topic in self.topics]

    def ids(self, typed: str, digits: dict[str, int]) -> list[str]:
        """Return the topics to show: recent ones, pinned ones, all others, or what answers."""
        if typed:
            return ranked(self._findable, typed, self.recent, self.usage.counts)
        rest = [t.id for t in self.topics if t.id not in self.recent]
        return [*self.recent, *sorted(rest, key=lambda id: digits.get(id, 10))]

    def exactly(self, typed: str) -> bool:
        """Whether a topic is called just so."""
        folded = " ".join(fold(typed).split())
        return any(topic.match(folded) == Match.EXACT for topic in self._findable)


def row(topic: Topic, script: str, head: str, digit: int | None) -> str:
    """Describe a topic in one row; `digit` is the one it is pinned to."""
    pinned = f"[{digit}]" if digit else "   "
    return f"{head} {topic.mark:<3}{pinned} {topic.en or topic.id}  {topic.name(script)}".rstrip()


def pin(pins: dict[int, str], topic: str, digit: int) -> str:
    """Pin a topic to a digit, and keep that; returns why it could not be kept."""
    earlier = [d for d, id in pins.items() if id == topic and d != digit]
    for other in earlier:
        del pins[other]
    pins[digit] = topic
    try:
        for other in earlier:
            settings.keep("pins", str(other), None)
        settings.keep("pins", str(digit), topic)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def meaning(topic: Topic, quotes: Sequence[tuple[str, str]], width: int, low: bool) -> Content:
    """Say what a topic means, in rows: runs of Chinese are no words that Textual could wrap."""
    said = [(f"{doc.partition('_')[0]} “{_short(quote)}”", "italic") for quote, doc in quotes]
    bounds = [
        ("+ " + topic.include if topic.include else "", ""),
        ("− " + topic.exclude if topic.exclude else "", "dim"),
    ]
    parts = [(f"{topic.hans}  {topic.hant}", "bold"), (topic.definition, "")]
    parts += [*said, *bounds] if low else [*bounds, *said]
    lines = [
        Content.styled(shown[row.start : row.end].rstrip(), style)
        for text, style in parts
        if (shown := safe(text)).strip()
        for row in wrap(shown, width)
    ]
    return Content("\n").join(lines)


def _here(reading: Reading) -> Usage:
    """Return what the document at hand says."""
    usage = Usage()
    said = ((p.file, p.tag.topics, p.tag.quote) for p in reading.margin.tags)
    usage.take(reading.seed.id, said, reading.by)
    return usage


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= QUOTE else text[: QUOTE - 1] + "…"
