"""The numbers: what has been tagged and seen of each document, and which topics stand together.

Counts of tags mislead where one document is a third of all text, so each has a measure that does
not depend on length. What cannot be measured, as a rate of an empty document, is None.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from pathlib import Path

from seedread.corpus import Corpus
from seedread.tags import seen
from seedread.tags.margin import Placed
from seedread.tags.record import Record
from seedread.text.outline import Outline
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.spans import Spans, meeting, union

PER = 10_000  # characters that rates are given for
SMALL = 4 << 20  # bytes of documents nobody has begun that are read all the same

Pair = tuple[str, str]  # two topics, sorted
Marks = Mapping[str, list[Record]]  # what people say to have seen, by document


@dataclass(frozen=True, slots=True)
class Cell:
    """What a topic has in a document, or in all: `characters` are of the union of its spans."""

    tags: int = 0
    characters: int = 0
    sentences: int = 0
    spans: tuple[Passage, ...] = ()

    def __add__(self, other: "Cell") -> "Cell":
        sums = (self.tags + other.tags, self.characters + other.characters)
        return Cell(*sums, self.sentences + other.sentences)


@dataclass(frozen=True, slots=True)
class Measured:
    """The numbers of a document. Every sentence is one of four: tagged; else boilerplate; else
    seen, if somebody has marked the whole of it as seen; else unseen.

    `lost` tags stand nowhere in today's text and count nowhere else; `stale` says that somebody's
    marks of what was seen belong to another text, of which nothing is left or known: they do not
    count any more.
    """

    doc: str
    length: int = 0
    characters: int = 0
    sentences: int = 0
    tagged: int = 0
    boilerplate: int = 0
    seen: int = 0
    unseen: int = 0
    lost: int = 0
    stale: bool = False
    next: Passage | None = None  # the first unseen sentence
    cells: Mapping[str, Cell] = field(default_factory=dict)
    pairs: Mapping[Pair, int] = field(default_factory=dict)

    def per(self, topic: str) -> float | None:
        """Return the topic's tags per 10,000 characters of the document; None if it has none."""
        return rate(self.cells.get(topic, Cell()).tags, self.characters)

    def strip(self, topic: str, buckets: int) -> list[float]:
        """Return where a topic lies: the share (0 to 1) of each stretch of the document it covers.

        The stretches are as long as one another, in code points, to a code point.
        """
        spans = self.cells.get(topic, Cell()).spans
        edges = [self.length * n // buckets for n in range(buckets + 1)]
        return [_share(spans, Passage(a, b)) for a, b in pairwise(edges)]


class Survey:
    """The numbers of a workspace, growing document by document; of one annotator if one is named.

    `measure` may be asked from a thread; what it returns counts once it is added.
    """

    def __init__(self, corpus: Corpus, by: str = "", other: "Survey | None" = None) -> None:
        self.corpus, self.by = corpus, by
        self.documents: dict[str, Measured] = {}
        self.totals: dict[str, Cell] = {}
        self.characters = 0  # of all documents that are measured
        self.pairs: Counter[Pair] = Counter()
        self._outlines: dict[str, Outline] = other._outlines if other else {}
        self._marks = _marks(corpus)

    def begun(self) -> list[str]:
        """Return the documents that have tags or marks of what was seen, sorted."""
        return sorted({*self.corpus.annotated(), *self._marks})

    def rest(self, most: int | None = None) -> list[str]:
        """Return the other documents; none if they are more than `most` bytes together."""
        begun = set(self.begun())
        found = [doc for doc in self.corpus.documents() if doc not in begun]
        if most is None:
            return found
        paths = map(self.corpus.workspace.path_of, found)
        return found if sum(map(_size, paths)) <= most else []

    def measure(self, doc: str) -> Measured:
        """Measure a document; one that cannot be read has no length, and its tags are lost."""
        seed = self.corpus.seed(doc)
        if seed is None:
            lost = sum(self._wanted(said.tag.by, said.tag.topics) for said in self.corpus.tags(doc))
            return Measured(doc, lost=lost)
        outline = self._outline(seed)
        margin = self.corpus.margin(doc)
        placed = [p for p in margin.tags if self._wanted(p.tag.by, p.tag.topics)]
        lost = sum(self._wanted(tag.by, tag.topics) for tag in margin.orphans)
        cells, pairs = _cells(outline, placed)
        marks = [r for r in self._marks.get(doc, ()) if self.by in ("", r.fields.get("by"))]
        anchorer = self.corpus.anchorer(doc) if marks else None
        read = union(span for record in marks for span in seen.spans(record, seed, anchorer))
        numbers, following = _parts(outline, placed, read)
        return Measured(
            doc=doc,
            length=outline.length,
            characters=outline.characters,
            **numbers,
            lost=lost,
            stale=any(seen.stale(record, seed, anchorer) for record in marks),
            next=following,
            cells=cells,
            pairs=pairs,
        )

    def add(self, found: Measured) -> None:
        """Count a document in; each only once."""
        if found.doc in self.documents:
            return
        self.documents[found.doc] = found
        self.characters += found.characters
        self.pairs.update(found.pairs)
        for topic, cell in found.cells.items():
            self.totals[topic] = self.total(topic) + cell

    def cell(self, topic: str, doc: str) -> Cell:
        """Return what a topic has in a document, nothing as long as it is not measured."""
        found = self.documents.get(doc)
        return found.cells.get(topic, Cell()) if found else Cell()

    def total(self, topic: str) -> Cell:
        """Return what a topic has in all documents that are measured."""
        return self.totals.get(topic, Cell())

    def together(self, a: str, b: str) -> int:
        """Return how many sentences both topics are tagged in, or the one, if a is b."""
        return self.total(a).sentences if a == b else self.pairs[(min(a, b), max(a, b))]

    def jaccard(self, a: str, b: str) -> float | None:
        """Return of the sentences tagged with either topic the share (0 to 1) tagged with both.

        1: wherever one is, the other is; 0: never in one sentence; None: neither is anywhere.
        """
        both = self.together(a, b)
        either = self.total(a).sentences + self.total(b).sentences - both
        return both / either if either else None

    def _wanted(self, by: str, topics: tuple[str, ...]) -> bool:
        return bool(topics) and self.by in ("", by)

    def _outline(self, seed: Seed) -> Outline:
        found = self._outlines.get(seed.id)
        if found is None or found.rev != seed.rev:
            found = self._outlines[seed.id] = Outline.of(seed)
        return found


def rate(count: int, characters: int) -> float | None:
    """Return how many there are per 10,000 characters; None if there are no characters."""
    return count * PER / characters if characters else None


def annotators(corpus: Corpus) -> list[str]:
    """Return everybody who has tagged something or says to have seen it, sorted."""
    files = [file for doc in corpus.annotated() for file in corpus.workspace.tag_files(doc)]
    files += corpus.workspace.shelf.files(seen.FOLDER)
    return sorted({file.rpartition("/")[2].removesuffix(".jsonl") for file in files})


def _share(spans: Spans, part: Passage) -> float:
    found = meeting(spans, part)
    covered = sum(min(s.end, part.end) - max(s.start, part.start) for s in found)
    return covered / (part.end - part.start) if part.end > part.start else 0.0


def _cells(outline: Outline, placed: list[Placed]) -> tuple[dict[str, Cell], Counter[Pair]]:
    """Return what each topic has in a document, and how many sentences each two share."""
    tags: Counter[str] = Counter()
    spans: defaultdict[str, list[Passage]] = defaultdict(list)
    topics: defaultdict[int, set[str]] = defaultdict(set)
    for one in placed:
        for topic in set(one.tag.topics):
            tags[topic] += 1
            spans[topic].append(one.passage)
        for n in outline.met(one.passage):
            topics[n].update(one.tag.topics)
    touched = Counter(topic for said in topics.values() for topic in said)
    pairs = Counter(pair for said in topics.values() for pair in combinations(sorted(said), 2))
    cells = {}
    for topic, number in tags.items():
        whole = union(spans[topic])
        cells[topic] = Cell(number, outline.count(whole), touched[topic], whole)
    return cells, pairs


def _parts(
    outline: Outline, placed: list[Placed], marks: Spans
) -> tuple[dict[str, int], Passage | None]:
    """Return how many sentences there are and what they are, and the first unseen one."""
    starts, ends = outline.starts, outline.ends
    tagged = {n for one in placed for n in outline.met(one.passage)}
    idle = outline.boilerplate - tagged
    read = {n for s in marks for n in outline.met(s) if s.start <= starts[n] and ends[n] <= s.end}
    read -= tagged | idle
    left = (n for n in range(len(starts)) if n not in tagged and n not in idle and n not in read)
    following = next((Passage(starts[n], ends[n]) for n in left), None)
    numbers = {"tagged": len(tagged), "boilerplate": len(idle), "seen": len(read)}
    unseen = len(starts) - sum(numbers.values())
    return {"sentences": len(starts), **numbers, "unseen": unseen}, following


def _marks(corpus: Corpus) -> Marks:
    shelf, found = corpus.workspace.shelf, defaultdict(list)
    for file in shelf.files(seen.FOLDER):
        with shelf.lock:
            shelf.notice([file])
            try:
                records = shelf.records(file)
            except OSError:
                continue
        for doc, record in records.items():
            found[doc].append(record)
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
