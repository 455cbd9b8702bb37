"""The passages of other documents that are most like one, and the words that say so.

Nothing is indexed. A passage has a few dozen terms; how often each is said is counted in the
folded texts that searches keep (kept.py); then documents are opened, those with the rarest terms
first, until no other can have one of the best sentences or enough has been looked at. So one
document is in memory at a time beside what searches hold, and there is nothing that can go stale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop

from seedread.folder import Entry
from seedread.kept import Kept, Stop, StoppedError
from seedread.search import Search, Told
from seedread.tags.alike import GAP, Likeness
from seedread.tags.names import Names
from seedread.text import sentences
from seedread.text.decode import UnreadableError
from seedread.text.fold import fold
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.units import Units

MOST = 40  # passages found
FAR = 6  # how many times less like it than the best is too little
SAMPLE = 8_000_000  # bytes of folded text that tell how rare a term is
RARE = 16  # terms counted in all there is
CLOSELY = 5_000_000  # bytes of folded text whose sentences are looked at one by one
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
    looked, total = 0, max(1, min(CLOSELY, sum(size for _, size, _ in bounds)))
    for bound, size, entry in bounds:
        if bound <= best.least or (looked and looked + size > CLOSELY):
            break
        told((2 + min(1.0, looked / total)) / 3)
        looked += size
        for at, text in _promising(like, _read(search, entry), best, stop):
            best.offer(like.score(text), entry.id, at, text)
    told(1.0)
    found = best.of(like)
    return [one for one in found if one.shared and one.score > found[0].score / FAR]


def _counted(
    like: Likeness, search: Search, others: list[Entry], told: Told, stop: Stop
) -> list[tuple[float, int, Entry]]:
    """Weigh the terms; return what the documents that say any can score at most, by that.

    And their size, in bytes of folded text. In much text how often each term is said is told by
    a sample; only the heaviest are then counted everywhere, the others may be anywhere.
    """
    texts = [(kept, entry) for entry in others if (kept := search.folded(entry))]
    total = sum(kept.about.body for kept, _ in texts)
    if not total or not like.terms:
        return []
    sample = texts[:: max(1, total // SAMPLE)]
    share = max(1, sum(kept.about.body for kept, _ in sample)) / total
    counts = _tally(like, range(len(like.terms)), sample, lambda done: told(done / 2), stop)
    like.weigh([round(sum(c) / share) for c in zip(*counts, strict=True)], total / SENTENCE)
    heavy: Sequence[int] = range(len(like.terms))
    if len(sample) < len(texts):
        heavy = sorted(heavy, key=lambda n: -like.weights[n])[:RARE]
        counts = _tally(like, heavy, texts, lambda done: told((1 + done) / 2), stop)
    anywhere = sum(like.weights) - sum(like.weights[n] for n in heavy)
    found = []
    for (kept, entry), said in zip(texts, counts, strict=True):
        bound = sum(like.weights[n] for n, times in zip(heavy, said, strict=True) if times)
        found += [(bound + anywhere, kept.about.body, entry)] if bound else []
    return sorted(found, key=lambda one: (-one[0], one[2].id))


def _tally(
    like: Likeness, terms: Sequence[int], texts: list[tuple[Kept, Entry]], told: Told, stop: Stop
) -> list[list[int]]:
    """Return how often each of these terms is said in each of the texts."""
    needles = [[form.encode() for form in like.terms[n].forms] for n in terms]
    found = []
    for n, (kept, _) in enumerate(texts):
        if stop():
            raise StoppedError
        found.append(kept.tally(needles, stop))
        told((n + 1) / len(texts))
    return found


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
