"""One document as several annotators coded it: its units, and who gave which of them what.

Who tags a sentence has read it, also with a note and no topic, and so has who disputes a tag
there, or has marked the whole of it as seen. A paragraph is read if all its sentences are.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from seedread.corpus import Corpus
from seedread.tags import seen
from seedread.tags.margin import Placed
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

    `passages` holds what was given: topic → annotator → passages. `read` says for each
    annotator and unit whether they have read all of it.
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
        """Return who gave each unit the topic, for those that somebody gave it and has read."""
        if topic not in self._given:
            found: dict[int, set[str]] = defaultdict(set)
            for name, passages in self.passages.get(topic, {}).items():
                for n in (n for passage in passages for n in self.met(passage)):
                    if self.read[name][n]:
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

    passages, touched = _said(corpus, doc, wanted)
    marks = {name: found for name, found in _seen(corpus, seed).items() if wanted(name)}
    names = tuple(sorted({*touched, *marks}))
    outline = Outline.of(seed)
    whole = [Passage(0, len(seed))]
    read = {
        name: whole
        if everything and name in touched
        else _read(outline, touched.get(name, ()), marks.get(name, ()))
        for name in names
    }
    edges = (p for found in (*touched.values(), *read.values()) for p in found)
    units = _units(seed, outline, unit, edges)
    weights = [u.end - u.start for u in units] if unit == "character" else [1] * len(units)
    found = Coded(doc, len(seed), units, weights, names, passages, {})
    for name in names:
        found.read[name] = flags = _covered(units, found.met, read[name])
        if unit == "paragraph":
            done = _covered(_sentences(outline), outline.met, read[name])
            for n, parts in enumerate(map(outline.met, units)):
                flags[n] = all(done[m] for m in parts) if parts else flags[n]
    return found


def _read(outline: Outline, touched: Iterable[Passage], marks: Spans) -> Spans:
    """Return the text somebody has read: sentences they said anything of, and what they marked."""
    near = (n for passage in touched for n in outline.met(passage))
    sentences = (Passage(outline.starts[n], outline.ends[n]) for n in near)
    return union([*touched, *sentences, *marks])


def _covered(
    units: Sequence[Passage], met: Callable[[Passage], range], spans: Sequence[Passage]
) -> bytearray:
    """Return for each unit whether one of the spans covers it."""
    flags = bytearray(len(units))
    for span in spans:
        for n in met(span):
            flags[n] = span.covers(units[n])
    return flags


Said = dict[str, dict[str, list[Passage]]]


def _said(
    corpus: Corpus, doc: str, wanted: Callable[[str], bool]
) -> tuple[Said, dict[str, list[Passage]]]:
    """Return who gave which topic where, and where each annotator said anything at all."""
    given: Said = defaultdict(lambda: defaultdict(list))
    touched: dict[str, list[Passage]] = defaultdict(list)
    for placed in corpus.margin(doc).tags:
        said = {placed.file: placed.tag.topics}
        said |= {one.file: _disputed(placed, one.file) for one in placed.disputes}
        for file, topics in said.items():
            name = file.rpartition("/")[2].removesuffix(".jsonl")
            if wanted(name):
                touched[name].append(placed.passage)
                for topic in topics:
                    if placed.passage not in given[topic][name][-1:]:  # they come in order
                        given[topic][name].append(placed.passage)
    return given, touched


def _disputed(placed: Placed, file: str) -> tuple[str, ...]:
    """Return the topics somebody who disputes a tag gives its passage; none if they only answer.

    Who adds or removes one would have the others as they are.
    """
    mine = [one for one in placed.disputes if one.file == file]
    return placed.topics_for(file) if any(one.add or one.remove for one in mine) else ()


def _seen(corpus: Corpus, seed: Seed) -> dict[str, Spans]:
    """Return what each annotator has marked as seen."""
    shelf = corpus.workspace.shelf
    found = {}
    for file in shelf.files(seen.FOLDER):
        with shelf.lock:
            shelf.notice([file])
            record = shelf.records(file).get(seed.id)
        spans = seen.spans(record, seed, corpus.anchorer(seed.id)) if record else ()
        if spans:
            found[file.rpartition("/")[2].removesuffix(".jsonl")] = spans
    return found


def _sentences(outline: Outline) -> list[Passage]:
    return [Passage(a, b) for a, b in zip(outline.starts, outline.ends, strict=True)]


def _units(seed: Seed, outline: Outline, unit: str, edges: Iterable[Passage]) -> list[Passage]:
    """Return what is coded one by one: sentences, paragraphs, or runs of characters.

    Characters that nothing anybody said or read tells apart are one run.
    """
    if unit == "sentence":
        return _sentences(outline)
    if unit == "paragraph":
        return [block for block in seed.blocks() if seed[block.start : block.end].strip()]
    cuts = sorted({0, len(seed), *(n for edge in edges for n in edge)})
    return [Passage(a, b) for a, b in pairwise(cuts)]
