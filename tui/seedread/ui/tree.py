"""The codebook as rows: groups and their topics, what is in no group, what is retired."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from seedread.tags.topic import Codebook, Topic
from seedread.text.find import fold
from seedread.text.wrap import cells


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a topic or group, or a heading; `depth` is how far in it stands."""

    id: str = ""
    depth: int = 0
    head: str = ""


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
    return " ".join([topic.id, topic.hans, topic.hant, *keywords])


def answers(topic: Topic, typed: str) -> bool:
    """Whether a topic has all the words typed, in whatever language and script."""
    text = fold(f"{topic.en} {words(topic)}")
    return all(word in text for word in fold(typed).split())
