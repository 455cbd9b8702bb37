"""How far the annotators of a workspace agree, topic by topic, and the passages behind it.

Unread is not disagreement: a unit counts for those who have read it, as `coded` has it. A topic is
a code of its own, given or not given to a unit, since a unit may have several.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from seedread.coded import ADJUDICATOR, Coded, coded
from seedread.corpus import Corpus
from seedread.tags import measures
from seedread.tags.measures import Codes, Items
from seedread.text.passage import Passage

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What a measure came to; `topic` None: over all topics, `value` None: undefined.

    `units` is how many units two or more of the annotators have read (characters: how many).
    """

    topic: str | None
    measure: str
    value: float | None
    units: int
    annotators: Names


class Agreement:
    """What two annotators or more have coded, taken in document by document.

    Those of `without` are left out unless `by` names them: who adjudicates agrees with everybody.
    """

    def __init__(
        self,
        corpus: Corpus,
        unit: str = "sentence",
        everything: bool = False,
        by: Names = (),
        without: Names = (ADJUDICATOR,),
    ) -> None:
        self.corpus, self.unit, self.everything, self.by = corpus, unit, everything, by
        self.without = () if by else without
        self.documents: list[Coded] = []

    def gather(self) -> Iterator[str]:
        """Take in document by document; yields the id of each that two or more have coded."""
        for doc in self.corpus.annotated():
            found = coded(self.corpus, doc, self.unit, self.everything, self.by, self.without)
            if found and len(found.names) > 1:
                self.documents.append(found)
                yield doc

    @property
    def annotators(self) -> Names:
        """Who coded a document that somebody else coded, too."""
        return tuple(sorted({name for one in self.documents for name in one.names}))

    @property
    def topics(self) -> list[str]:
        """The topics that somebody gave."""
        return sorted({topic for one in self.documents for topic in one.topics})

    def groups(self) -> list[Names]:
        """Return who is held against whom: all together, if they are more than two, and pairs."""
        return list(_groups(self.annotators))

    def values(self, groups: Sequence[Names] = ()) -> Iterator[Value]:
        """Yield every measure of every topic, then those of all decisions about all topics.

        Of all `groups` of annotators, or those named.
        """
        groups = groups or self.groups()
        pooled: Counter[Codes] = Counter()
        for topic in self.topics:
            items = self.items(topic)
            pooled.update(items)
            for group in groups:
                yield from self._of_group(topic, items, group)
        for group in groups:
            yield from self._of_group(None, pooled, group)

    def items(self, topic: str, group: Names = ()) -> Items:
        """Return how often the annotators gave a unit the topic (1), or not (0); None: not read.

        Only units that two of them have read; the codes are in the order of `annotators`, or of
        a group of them.
        """
        names = group or self.annotators
        found: Counter[Codes] = Counter()
        for one in self.documents:
            found.update(one.items(topic, names))
        return found

    def apart(self, topic: str, group: Names = ()) -> Iterator[tuple[str, Passage, Names, Names]]:
        """Yield (document, unit, who gave it the topic, who read it and did not).

        Of all annotators, or those of a group.
        """
        for one in self.documents:
            names = [name for name in one.names if not group or name in group]
            for n, given in sorted(one.given(topic).items()):
                said = tuple(x for x in names if x in given)
                silent = tuple(x for x in names if x not in given and one.read[x][n])
                if said and silent:
                    yield one.doc, one.units[n], said, silent

    def confusion(self, first: str, second: str) -> dict[tuple[str, str], int]:
        """Return how often the first gave a unit one topic where the second gave it another.

        In units both have read. A topic both gave is counted with itself; "" stands for none.
        """
        table: Counter[tuple[str, str]] = Counter()
        for one, n, pair in self._pairs(first, second):
            table[pair] += one.weights[n]
        return dict(table)

    def behind(
        self, first: str, second: str, cell: tuple[str, str]
    ) -> Iterator[tuple[str, Passage]]:
        """Yield (document, unit) of all that one cell of the table of two annotators counts."""
        for one, n, pair in self._pairs(first, second):
            if pair == cell:
                yield one.doc, one.units[n]

    def _pairs(self, first: str, second: str) -> Iterator[tuple[Coded, int, tuple[str, str]]]:
        """Yield (document, number of a unit, which topic stood against which)."""
        for one in (one for one in self.documents if {first, second} <= set(one.names)):
            sides: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
            for topic in one.topics:
                for n, said in one.given(topic).items():
                    for side, name in enumerate((first, second)):
                        if name in said and one.read[first][n] and one.read[second][n]:
                            sides[n][side].add(topic)
            for n, (a, b) in sorted(sides.items()):
                yield from ((one, n, pair) for pair in _paired(a, b))

    def _of_group(self, topic: str | None, items: Items, group: Names) -> Iterator[Value]:
        names = self.annotators
        mine = _projected(items, [names.index(name) for name in group])
        units = sum(mine.values())
        found = {"percent": measures.percent(mine)}
        if len(group) == 2:
            found["cohen_kappa"] = measures.cohen_kappa(mine)
            found["scott_pi"] = measures.scott_pi(mine)
        found["fleiss_kappa"] = measures.fleiss_kappa(mine)
        found["krippendorff_alpha"] = measures.krippendorff_alpha(mine)
        if topic is not None and (len(group) == 2 or group == names):
            found["krippendorff_alpha_u"] = self._alpha_u(topic, group)
        found["gwet_ac1"] = measures.gwet_ac1(mine, 2)
        if len(group) == 2:
            sides = self._sides(topic, group)
            found["f1_exact"] = measures.f1_exact(*sides)
            found["f1_overlap"] = measures.f1_overlap(*sides)
        for measure, value in found.items():
            yield Value(topic, measure, value, units, group)

    def _alpha_u(self, topic: str, group: Names) -> float | None:
        """Return α_U of a topic on the text that all of a group have read, laid end to end."""
        drawn: list[list[Passage]] = [[] for _ in group]
        length = 0
        for one in self.documents:
            for run in one.runs(group):
                for side, name in zip(drawn, group, strict=True):
                    for passage in one.drawn(topic, name, run):
                        side.append(passage.shift(length - run.start))
                length += run.end - run.start
        return measures.alpha_u(drawn, Passage(0, length))

    def _sides(self, topic: str | None, group: Names) -> list[list[Passage]]:
        """Return the passages of two annotators in text that both have read, laid end to end."""
        sides: list[list[Passage]] = [[], []]
        length = 0
        for one in self.documents:
            for which in one.topics if topic is None else [topic]:
                for run in one.runs(group):
                    for side, name in zip(sides, group, strict=True):
                        side += [p.shift(length) for p in one.whole(which, name, run)]
                length += one.length
        return sides


def _groups(names: Names) -> Iterator[Names]:
    """Yield who is held against whom: all together, and every two."""
    if len(names) > 2:
        yield names
    yield from combinations(names, 2)


def _projected(items: Items, columns: Sequence[int]) -> Items:
    """Return the codes of some annotators only, of units that two of them have read."""
    found: Counter[Codes] = Counter()
    for codes, n in items.items():
        kept = tuple(codes[column] for column in columns)
        if sum(code is not None for code in kept) > 1:
            found[kept] += n
    return found


def _paired(a: set[str], b: set[str]) -> Iterator[tuple[str, str]]:
    """Yield which topic stands against which: the same with itself, the others with each other."""
    yield from ((topic, topic) for topic in sorted(a & b))
    only_a, only_b = sorted(a - b), sorted(b - a)
    for x in only_a or ([""] if only_b else []):
        for y in only_b or [""]:
            yield x, y
