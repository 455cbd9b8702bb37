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
from seedread.laid import Laid, Names
from seedread.tags import measures
from seedread.tags.measures import Codes, Items
from seedread.text.passage import Passage


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
        self._kept = Laid(())

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

    def values(self, groups: Sequence[Names] = (), topic: str = "") -> Iterator[Value]:
        """Yield every measure of every topic, then those of all decisions about all topics.

        Of all `groups` of annotators, or those named; of all topics, or just one.
        """
        groups = groups or self.groups()
        pooled: dict[Names, Counter[Codes]] = {group: Counter() for group in groups}
        for one in (one for one in self.topics if topic in ("", one)):
            for group in groups:
                items = self.items(one, group)
                pooled[group].update(items)
                yield from self._of_group(one, items, group)
        for group in groups if not topic else ():
            yield from self._of_group(None, pooled[group], group)

    def items(self, topic: str, group: Names = ()) -> Items:
        """Return how often the annotators gave a unit the topic (1), or not (0); None: not read.

        Only units that two of them have read; the codes are in the order of `annotators`, or of
        a group of them, if they are two. Of more, only how many gave which is told.
        """
        return self._laid.items(topic, group or self.annotators)

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

    @property
    def _laid(self) -> Laid:
        if len(self._kept.documents) != len(self.documents):
            self._kept = Laid(self.documents)
        return self._kept

    def _of_group(self, topic: str | None, items: Items, group: Names) -> Iterator[Value]:
        units = sum(items.values())
        found = {"percent": measures.percent(items)}
        if len(group) == 2:
            found["cohen_kappa"] = measures.cohen_kappa(items)
            found["scott_pi"] = measures.scott_pi(items)
        found["fleiss_kappa"] = measures.fleiss_kappa(items)
        found["krippendorff_alpha"] = measures.krippendorff_alpha(items)
        if topic is not None and (len(group) == 2 or group == self.annotators):
            found["krippendorff_alpha_u"] = self._alpha_u(topic, group)
        found["gwet_ac1"] = measures.gwet_ac1(items, 2)
        if len(group) == 2:
            sides = [self._begun(topic, name, group) for name in group]
            found["f1_exact"] = measures.f1_exact(*sides)
            found["f1_overlap"] = measures.f1_overlap(*sides)
        for measure, value in found.items():
            yield Value(topic, measure, value, units, group)

    def _alpha_u(self, topic: str, group: Names) -> float | None:
        """Return α_U of a topic on the text that all of a group have read, laid end to end."""
        laid = self._laid
        common = laid.common(group)
        drawn = [
            [Passage(*map(common.before, one.inside)) for one in laid.drawn(topic, name)]
            for name in group
        ]
        return measures.alpha_u(drawn, Passage(0, len(common)))

    def _begun(self, topic: str | None, name: str, group: Names) -> set[Passage]:
        """Return somebody's passages that begin in text all of a group have read.

        Those of all topics lie one topic behind the other: they meet their own kind only.
        """
        laid = self._laid
        holds = laid.common(group).holds
        return {
            one.whole.shift(n * laid.length)
            for n, each in enumerate(self.topics if topic is None else [topic])
            for one in laid.drawn(each, name)
            if one.begins and holds(one.inside.start)
        }


def _groups(names: Names) -> Iterator[Names]:
    """Yield who is held against whom: all together, and every two."""
    if len(names) > 2:
        yield names
    yield from combinations(names, 2)


def _paired(a: set[str], b: set[str]) -> Iterator[tuple[str, str]]:
    """Yield which topic stands against which: the same with itself, the others with each other."""
    yield from ((topic, topic) for topic in sorted(a & b))
    only_a, only_b = sorted(a - b), sorted(b - a)
    for x in only_a or ([""] if only_b else []):
        for y in only_b or [""]:
            yield x, y
