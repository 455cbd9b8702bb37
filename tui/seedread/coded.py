"""One document as several annotators coded it: its units, and who gave which of them what."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from seedread.corpus import Corpus
from seedread.tags import seen
from seedread.tags.measures import Codes
from seedread.text.outline import Outline
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.spans import Spans, meeting, union

UNITS = ("sentence", "paragraph", "character")
ADJUDICATOR = "gold"  # who settles disagreements, and has no part in them


@dataclass(eq=False)
class Coded:
    """A document's units in order, none meeting another; a unit weighs 1, or its characters.

    `passages` holds what was tagged: topic → annotator → passages. `read` says for each
    annotator and unit whether they have read it.
    """

    doc: str
    length: int
    units: Sequence[Passage]
    weights: Sequence[int]
    names: tuple[str, ...]
    passages: dict[str, dict[str, list[Passage]]]
    read: dict[str, bytearray]
    _given: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    _silences: dict[tuple[str, ...], Counter[Codes]] = field(default_factory=dict)
    _stretches: dict[tuple[str, ...], Spans] = field(default_factory=dict)

    @property
    def topics(self) -> list[str]:
        """The topics somebody gave."""
        return list(self.passages)

    def met(self, span: Passage) -> range:
        """Return the numbers of the units that share a code point with a span."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def given(self, topic: str) -> dict[int, set[str]]:
        """Return who gave each unit the topic, for those that somebody gave it."""
        if topic not in self._given:
            found: dict[int, set[str]] = defaultdict(set)
            for name, passages in self.passages.get(topic, {}).items():
                for n in (n for passage in passages for n in self.met(passage)):
                    found[n].add(name)
            self._given[topic] = dict(found)
        return self._given[topic]

    def items(self, topic: str, names: Sequence[str]) -> Counter[Codes]:
        """Return how often `names` gave a unit the topic (1), or not (0); None: not read."""
        key = tuple(names)
        if key not in self._silences:
            self._silences[key] = self._silent(key)
        found = Counter(self._silences[key])
        for n, said in self.given(topic).items():
            nothing = self._codes(n, names, set())
            if nothing in found:
                found[nothing] -= self.weights[n]
                found[self._codes(n, names, said)] += self.weights[n]
        return +found

    def runs(self, names: Sequence[str]) -> Sequence[Passage]:
        """Return the stretches of text that all of `names` have read."""
        key = tuple(names)
        if key not in self._stretches:
            self._stretches[key] = self._runs(key)
        return self._stretches[key]

    def drawn(self, topic: str, name: str, run: Passage) -> Iterator[Passage]:
        """Yield the parts of somebody's passages with a topic that lie in a stretch."""
        for one in meeting(union(self.passages.get(topic, {}).get(name, ())), run):
            yield Passage(max(one.start, run.start), min(one.end, run.end))

    def whole(self, topic: str, name: str, run: Passage) -> Iterator[Passage]:
        """Yield somebody's passages with a topic that begin in a stretch, as they were drawn."""
        for one in self.passages.get(topic, {}).get(name, ()):
            if run.start <= one.start < run.end:
                yield one

    def _codes(self, n: int, names: Sequence[str], said: set[str]) -> Codes:
        return tuple(
            int(name in said) if name in self.read and self.read[name][n] else None
            for name in names
        )

    def _silent(self, names: tuple[str, ...]) -> Counter[Codes]:
        """Return the codes of all units that two have read, as if nobody had said anything."""
        found: Counter[Codes] = Counter()
        for n, weight in enumerate(self.weights):
            codes = self._codes(n, names, set())
            if sum(code is not None for code in codes) > 1:
                found[codes] += weight
        return found

    def _runs(self, names: tuple[str, ...]) -> Spans:
        if not set(names) <= set(self.names):
            return ()
        flags = [self.read[name] for name in names]
        return union(unit for n, unit in enumerate(self.units) if all(f[n] for f in flags))

    @cached_property
    def _starts(self) -> list[int]:
        return [unit.start for unit in self.units]

    @cached_property
    def _ends(self) -> list[int]:
        return [unit.end for unit in self.units]


def coded(
    corpus: Corpus,
    doc: str,
    unit: str,
    everything: bool,
    by: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Coded | None:
    """Return a document as it was coded by all, or those named; None if it cannot be read.

    Those of `without` are left out.

    With `everything` who tagged anything in it counts as having read all of it.
    """
    seed = corpus.seed(doc)
    if seed is None:
        return None

    def wanted(name: str) -> bool:
        return name not in without and (not by or name in by)

    passages, tagged = _said(corpus, doc, wanted)
    marks = {name: found for name, found in _seen(corpus, seed).items() if wanted(name)}
    names = tuple(sorted({*tagged, *marks}))
    edges = [
        *(p for found in tagged.values() for p in found),
        *(p for s in marks.values() for p in s),
    ]
    units = _units(seed, unit, edges)
    weights = [u.end - u.start for u in units] if unit == "character" else [1] * len(units)
    found = Coded(doc, len(seed), units, weights, names, passages, {})
    for name in names:
        whole = [Passage(0, len(seed))] if everything and name in tagged else []
        spans = union([*tagged.get(name, ()), *marks.get(name, ()), *whole])
        found.read[name] = flags = bytearray(len(units))
        for n in (n for span in spans for n in found.met(span)):
            flags[n] = 1
    return found


Said = dict[str, dict[str, list[Passage]]]


def _said(
    corpus: Corpus, doc: str, wanted: Callable[[str], bool]
) -> tuple[Said, dict[str, list[Passage]]]:
    """Return who gave which topic where, and where each annotator tagged anything."""
    topics: Said = defaultdict(lambda: defaultdict(list))
    tagged: dict[str, list[Passage]] = defaultdict(list)
    for placed in corpus.margin(doc).tags:
        name = placed.file.rpartition("/")[2].removesuffix(".jsonl")
        if not wanted(name):
            continue
        for topic in placed.tag.topics:
            topics[topic][name].append(placed.passage)
        if placed.tag.topics:
            tagged[name].append(placed.passage)
    return topics, tagged


def _seen(corpus: Corpus, seed: Seed) -> dict[str, Spans]:
    """Return what each annotator has marked as seen."""
    shelf = corpus.workspace.shelf
    found = {}
    for file in shelf.files(seen.FOLDER):
        with shelf.lock:
            shelf.notice([file])
            record = shelf.records(file).get(seed.id)
        spans = seen.spans(record, seed)
        if spans:
            found[file.rpartition("/")[2].removesuffix(".jsonl")] = spans
    return found


def _units(seed: Seed, unit: str, edges: Iterable[Passage]) -> list[Passage]:
    """Return what is coded one by one: sentences, paragraphs, or runs of characters.

    Characters that nobody's passage tells apart are one run.
    """
    if unit == "sentence":
        outline = Outline.of(seed)
        return [Passage(a, b) for a, b in zip(outline.starts, outline.ends, strict=True)]
    if unit == "paragraph":
        return [block for block in seed.blocks() if seed[block.start : block.end].strip()]
    cuts = sorted({0, len(seed), *(n for edge in edges for n in edge)})
    return [Passage(a, b) for a, b in pairwise(cuts)]
