"""One document as several annotators coded it: its units, and who gave which of them what.

Who tags a sentence has read it, also with a note and no topic, and so has who disputes a tag
there, or has marked the whole of it as seen. A paragraph is read if all its sentences are.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from seedread.corpus import Corpus
from seedread.tags import seen
from seedread.tags.margin import Margin, Placed
from seedread.text.outline import Outline
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.text.spans import Spans, union

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
    _stretches: dict[tuple[str, ...], Spans] = field(default_factory=dict)

    @property
    def topics(self) -> list[str]:
        """The topics somebody gave."""
        return list(self.passages)

    def met(self, span: Passage) -> range:
        """Return the numbers of the units that share a code point with a span."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

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

    def runs(self, names: Sequence[str]) -> Sequence[Passage]:
        """Return the stretches of text that all of `names` have read."""
        key = tuple(names)
        if key not in self._stretches:
            self._stretches[key] = self._runs(key)
        return self._stretches[key]

    def whole(self, topic: str, name: str, run: Passage) -> Iterator[Passage]:
        """Yield somebody's passages with a topic that begin in a stretch, as they were drawn."""
        for one in self.passages.get(topic, {}).get(name, ()):
            if run.start <= one.start < run.end:
                yield one

    def _runs(self, names: tuple[str, ...]) -> Spans:
        if not set(names) <= set(self.names):
            return ()
        flags = [self.read[name] for name in names]
        return union(unit for n, unit in enumerate(self.units) if all(f[n] for f in flags))

    @cached_property
    def starts(self) -> list[int]:
        """Where the units begin."""
        return [unit.start for unit in self.units]

    @cached_property
    def ends(self) -> list[int]:
        """Where the units end."""
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

    passages, touched = _said(corpus.workspace.tag_files(doc), _margin(corpus, seed, by), wanted)
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


def _margin(corpus: Corpus, seed: Seed, by: Sequence[str]) -> Margin:
    """Return the tags of a document; only those of `by` if they speak of nobody else's."""
    shelf = corpus.workspace.shelf
    files = [file for file in corpus.workspace.tag_files(seed.id) if _whose(file) in by]
    with shelf.lock:
        shelf.notice(files)
        said = [(file, shelf.shown(file)) for file in files]
    if not by or any(record.kind == "disputes" for _, records in said for record in records):
        return corpus.margin(seed.id)
    return Margin.of(seed, said, corpus.anchorer(seed.id))


def _said(
    files: Iterable[str], margin: Margin, wanted: Callable[[str], bool]
) -> tuple[Said, dict[str, list[Passage]]]:
    """Return who gave which topic where, and where each annotator said anything at all."""
    given: Said = defaultdict(lambda: defaultdict(list))
    touched: dict[str, list[Passage]] = defaultdict(list)
    names = {file: _whose(file) for file in files if wanted(_whose(file))}
    for placed in margin.tags:
        said = {placed.file: placed.tag.topics}
        if placed.disputes:
            said |= {one.file: _disputed(placed, one.file) for one in placed.disputes}
        for file in said.keys() & names:
            name, passage = names[file], placed.passage
            touched[name].append(passage)
            for topic in said[file]:
                there = given[topic][name]
                if not there or there[-1] != passage:  # they come in order
                    there.append(passage)
    return given, touched


def _whose(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".jsonl")


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
            found[_whose(file)] = spans
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
