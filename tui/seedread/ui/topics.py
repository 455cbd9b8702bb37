"""The topics of the codebook, with how often each stands in this document."""

from collections import Counter

from seedread.reading import Reading
from seedread.tags.topic import Topic
from seedread.text.wrap import cells
from seedread.ui.chooser import Choice, Chooser


class Topics(Chooser):
    """Every topic; returns the id of one to go to in the document."""

    HINT = "type to filter · enter goes to the next passage with the topic · esc"

    def __init__(self, reading: Reading, pins: dict[int, str]) -> None:
        counts = Counter(t for p in reading.margin.tags for t in p.tag.topics)
        digits = {id: digit for digit, id in pins.items()}
        book = reading.codebook
        choices = [
            Choice(t.id, row(t, reading.script, digits.get(t.id), counts[t.id]), words(t))
            for t in book.topics
            if not t.retired or counts[t.id]
        ]
        unknown = sorted(set(counts) - set(book.all))
        choices += [Choice(id, f"    {id} is not in the codebook: {counts[id]}") for id in unknown]
        super().__init__(f"Topics ({len(book.topics)})", choices)
        if not choices:
            self.heading = "No topics yet: t on a passage, type a name, enter makes the first"


def row(topic: Topic, script: str, digit: int | None = None, count: int = 0) -> str:
    """Describe a topic in one row."""
    names = f"{topic.en or topic.id}  {topic.name(script)}"
    gap = " " * max(1, 62 - cells(names))
    return f"{digit or ' '} {topic.mark:<3}{names}{gap}{count or ''}"


def words(topic: Topic) -> str:
    """Return what else a topic is found by."""
    keywords = [w for words in (topic.keywords or {}).values() for w in words]
    return " ".join([topic.id, topic.hans, topic.hant, *keywords])
