"""The topics one has tagged with last, in whatever document: kept with the answers one gave."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from seedread.settings import Places
from seedread.tags.tag import file_of

if TYPE_CHECKING:
    from seedread.corpus import Corpus

KEPT = 18  # topics remembered
QUOTES = 2  # passages shown for a topic
_LAST, _RECENT = "topics last", "topics recent"


class Recent:
    """What is at hand: the last topics together, and those before them."""

    def __init__(self, places: Places) -> None:
        self._answers = places.answers

    @property
    def last(self) -> tuple[str, ...]:
        """The topics of the last act."""
        return self._read(_LAST)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics, the latest first."""
        return self._read(_RECENT)

    def used(self, topics: Iterable[str]) -> None:
        """Put topics first."""
        now = tuple(topics)
        if now and now != self.last:
            earlier = [id for id in self.topics if id not in now]
            self._answers[_LAST] = json.dumps(now)
            self._answers[_RECENT] = json.dumps([*now, *earlier][:KEPT])

    def _read(self, key: str) -> tuple[str, ...]:
        try:
            found = json.loads(self._answers.get(key, "[]"))
        except ValueError:
            return ()
        return tuple(t for t in found if isinstance(t, str)) if isinstance(found, list) else ()


class Usage:
    """How often one person has used each topic, and passages that have it; for a thread."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.quotes: dict[str, list[tuple[str, str]]] = {}

    def take(self, doc: str, said: Iterable[tuple[str, Iterable[str], str]], by: str) -> None:
        """Count tags given as (file, topics, quote)."""
        own = file_of(doc, by) if by else ""
        for file, topics, quote in said:
            for topic in topics:
                self.counts[topic] += file == own
                quotes = self.quotes.setdefault(topic, [])
                if len(quotes) < QUOTES and quote.strip() and all(quote != q for q, _ in quotes):
                    quotes.append((quote, doc))

    def gather(self, corpus: "Corpus", by: str, first: str) -> "Usage":
        """Go through all documents, `first` before the others."""
        docs = corpus.annotated()
        for doc in sorted(docs, key=lambda doc: (doc != first, doc)):
            self.take(doc, ((s.file, s.tag.topics, s.tag.quote) for s in corpus.tags(doc)), by)
        return self
