"""The passages of other documents that are most like one, and the words that say so.

Nothing is indexed. A passage has a few dozen terms; how often each is said is counted in the
folded texts that searches keep (kept.py); then documents are opened, those with the rarest terms
first, until no other can have one of the best sentences or enough has been looked at. So one
document is in memory at a time beside what searches hold, and there is nothing that can go stale.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappush, heappushpop

from seedread.kept import Stop, StoppedError
from seedread.search import Search, Told
from seedread.tags.alike import GAP, Likeness
from seedread.tags.names import Names
from seedread.text import sentences
from seedread.text.decode import UnreadableError
from seedread.text.fold import fold
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import Units
from seedread.workspace import Entry

MOST = 40  # passages found
CLOSELY = 12_000_000  # bytes of folded text whose sentences are looked at one by one
SENTENCE = 90  # bytes of folded text in a sentence, about

Line = tuple[Passage, str]  # a sentence, and its text folded


@dataclass(frozen=True, slots=True)
class Alike:
    """A passage that is like another; `shared` are the words both say, the rarest first."""

    doc: str
    passage: Passage
    score: float
    shared: tuple[str, ...]


class Best:
    """The best so far, at most so many."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._heap: list[tuple[float, str, Passage, str]] = []

    @property
    def least(self) -> float:
        """What must be reached to be among them."""
        return self._heap[0][0] if len(self._heap) == self.most else 0.0

    def offer(self, score: float, doc: str, passage: Passage, text: str) -> None:
        """Take one in if it is good enough."""
        if score > self.least:
            push = heappush if len(self._heap) < self.most else heappushpop
            push(self._heap, (score, doc, passage, text))

    def of(self, like: Likeness) -> list[Alike]:
        """Return them with their reasons, the best first."""
        ordered = sorted(self._heap, key=lambda one: (-one[0], one[1:3]))
        return [Alike(doc, at, score, like.shared(text)) for score, doc, at, text in ordered]


def similar(
    search: Search,
    names: Names,
    seed: Seed,
    passage: Passage,
    told: Told = lambda _: None,
    stop: Stop = lambda: False,
    most: int = MOST,
) -> list[Alike]:
    """Return the sentences of other documents that are most like a passage, the best first.

    `told` hears which share is done; raises StoppedError when `stop` says so.
    """
    like, best = Likeness(seed[passage.start : passage.end], names), Best(most)
    search.prepare(lambda share: told(share / 3), stop)
    others = [entry for entry in search.entries if entry.id != seed.id]
    bounds = _counted(like, search, others, lambda share: told((1 + share) / 3), stop)
    looked, total = 0, min(CLOSELY, sum(size for _, size, _ in bounds))
    for bound, size, entry in bounds:
        if bound <= best.least or (looked and looked + size > CLOSELY):
            break
        told((2 + min(1.0, looked / total)) / 3)
        looked += size
        for at, text in _promising(like, _read(search, entry), best, stop):
            best.offer(like.score(text), entry.id, at, text)
    told(1.0)
    return [one for one in best.of(like) if one.shared]


def _counted(
    like: Likeness, search: Search, others: list[Entry], told: Told, stop: Stop
) -> list[tuple[float, int, Entry]]:
    """Weigh the terms; return what the documents that say any can score at most, by that.

    And their size, in bytes of folded text.
    """
    needles = [[form.encode() for form in term.forms] for term in like.terms]
    totals = [0] * len(needles)
    counted: list[tuple[list[int], int, Entry]] = []
    for n, entry in enumerate(others):
        if stop():
            raise StoppedError
        kept = search.folded(entry)
        if kept is None:
            continue
        counts = kept.tally(needles, stop)
        counted.append((counts, kept.about.body, entry))
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        told((n + 1) / len(others))
    like.weigh(totals, max(1.0, sum(size for _, size, _ in counted) / SENTENCE))
    found = []
    for counts, size, entry in counted:
        bound = sum(w for w, n in zip(like.weights, counts, strict=True) if n)
        found += [(bound, size, entry)] if bound else []
    return sorted(found, key=lambda one: (-one[0], one[2].id))


def _promising(like: Likeness, seed: Seed | None, best: Best, stop: Stop) -> Iterator[Line]:
    """Yield the sentences of a document, but those that cannot be among the best."""
    if seed is None:
        return
    units = Units(seed)
    for n, block in enumerate(seed.blocks()):
        if n % 256 == 0 and stop():
            raise StoppedError
        # Noise may part a word here: then the rest of the block has to be enough.
        if like.bound(GAP.sub("", fold(seed[block.start : block.end]))) <= best.least:
            continue
        clean = units.clean(block)
        text = fold(clean.text)
        for span in sentences.sentences(clean.text):
            home = clean.home(span).shift(block.start)
            yield home, GAP.sub("", text[span.start : span.end])


def _read(search: Search, entry: Entry) -> Seed | None:
    try:
        return search.space.read(entry)
    except (OSError, UnreadableError):
        return None
