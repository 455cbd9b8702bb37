"""All documents laid end to end, as several annotators coded them, to be counted many times.

A set of units is a number, unit n its bit n: what holds of thousands of units is found at once.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate, pairwise
from operator import and_
from typing import NamedTuple

from seedread.coded import Coded
from seedread.tags.measures import Codes
from seedread.text.passage import Passage

Names = tuple[str, ...]
Units = int  # a set of them
_DIGITS = bytes.maketrans(b"\0\1", b"01")


class Drawn(NamedTuple):
    """Where a passage stands in the documents, and in their units, each laid end to end.

    `begins` says whether it begins inside a unit, not between two.
    """

    whole: Passage
    inside: Passage
    begins: bool


class Common:
    """The text some annotators have all read, as stretches of the units laid end to end."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in stretches]
        self._ends = [end for _, end in stretches]
        self._before = list(accumulate((end - start for start, end in stretches), initial=0))

    def __len__(self) -> int:
        """Return how many code points it has."""
        return self._before[-1]

    def holds(self, place: int) -> bool:
        """Whether the code point at a place of the units is in it."""
        n = bisect_right(self._starts, place) - 1
        return n >= 0 and place < self._ends[n]

    def before(self, place: int) -> int:
        """Return how much of it stands before a place of the units."""
        n = bisect_right(self._starts, place) - 1
        return self._before[n] + min(place, self._ends[n]) - self._starts[n] if n >= 0 else 0


class Laid:
    """Documents laid end to end; what is asked of many groups of annotators is found once."""

    def __init__(self, documents: Sequence[Coded]) -> None:
        self.documents = tuple(documents)
        self._firsts = list(accumulate((len(one.units) for one in documents), initial=0))
        self._offsets = list(accumulate((one.length for one in documents), initial=0))
        self.length = self._offsets[-1]
        units = (unit for one in documents for unit in one.units)
        self._places = list(accumulate((end - start for start, end in units), initial=0))
        self._planes = _planes([weight for one in documents for weight in one.weights])
        self._read: dict[str, Units] = {}
        self._given: dict[tuple[str, str], Units] = {}
        self._drawn: dict[tuple[str, str], list[Drawn]] = {}
        self._common: dict[Names, Common] = {}

    def items(self, topic: str, names: Names) -> Counter[Codes]:
        """Return how often `names` gave a unit the topic (1), or not (0); None: not read.

        Only of units that two have read. The codes of two are in the order of their names; of
        more, only how many gave which is told, the ones first and who has not read it last.
        """
        joined = _appended if len(names) < 3 else _sorted_in
        found: dict[Codes, Units] = {(): (1 << self._firsts[-1]) - 1}
        for name in names:
            read, given = self._read_by(name), self._given_by(topic, name)
            split: dict[Codes, Units] = defaultdict(int)
            for codes, units in found.items():
                seen = units & read
                split[joined(codes, 1)] |= seen & given
                split[joined(codes, 0)] |= seen & ~given
                split[joined(codes, None)] |= units ^ seen
            found = {codes: units for codes, units in split.items() if units}
        paired = {codes: n for codes, n in found.items() if len(codes) - codes.count(None) > 1}
        return Counter({codes: self._weight(units) for codes, units in paired.items()})

    def common(self, names: Names) -> Common:
        """Return the text all of `names` have read."""
        if names not in self._common:
            read = reduce(and_, map(self._read_by, names))
            runs = (found.span() for found in re.finditer("1+", f"{read:b}"[::-1]))
            stretches = [(self._places[a], self._places[b]) for a, b in runs]
            self._common[names] = Common(stretches)
        return self._common[names]

    def drawn(self, topic: str, name: str) -> list[Drawn]:
        """Return somebody's passages with a topic."""
        if (topic, name) not in self._drawn:
            self._drawn[topic, name] = list(self._find(topic, name))
        return self._drawn[topic, name]

    def _find(self, topic: str, name: str) -> Iterator[Drawn]:
        for one, first, offset in zip(self.documents, self._firsts, self._offsets, strict=False):
            places = self._places[first : first + len(one.units) + 1]
            for passage in one.passages.get(topic, {}).get(name, ()):
                start, end = (_place(one, places, at) for at in passage)
                n = bisect_right(one.ends, passage.start)
                begins = n < len(one.units) and one.units[n].start <= passage.start
                yield Drawn(passage.shift(offset), Passage(start, end), begins)

    def _read_by(self, name: str) -> Units:
        if name not in self._read:
            flags = (one.read.get(name) or bytes(len(one.units)) for one in self.documents)
            self._read[name] = _units(b"".join(flags))
        return self._read[name]

    def _given_by(self, topic: str, name: str) -> Units:
        if (topic, name) not in self._given:
            flags = bytearray(self._firsts[-1])
            for one, (first, _) in zip(self.documents, pairwise(self._firsts), strict=True):
                for passage in one.passages.get(topic, {}).get(name, ()):
                    for n in one.met(passage):
                        flags[first + n] = 1
            self._given[topic, name] = _units(flags)
        return self._given[topic, name]

    def _weight(self, units: Units) -> int:
        """Return what units weigh together."""
        return sum((units & plane).bit_count() << n for n, plane in enumerate(self._planes))


def _units(flags: bytes | bytearray) -> Units:
    """Return the units whose flag is 1, not 0."""
    return int(flags.translate(_DIGITS)[::-1] or b"0", 2)


def _planes(weights: Sequence[int]) -> list[Units]:
    """Return, for each binary digit, the units whose weight has it."""
    digits = range(max(weights, default=0).bit_length())
    return [_units(bytes(weight >> n & 1 for weight in weights)) for n in digits]


def _place(one: Coded, places: Sequence[int], offset: int) -> int:
    """Return where an offset of a document stands among its units, which begin at `places`."""
    n = bisect_right(one.ends, offset)
    return places[n] + (max(0, offset - one.starts[n]) if n < len(one.units) else 0)


def _appended(codes: Codes, code: int | None) -> Codes:
    return (*codes, code)


def _sorted_in(codes: Codes, code: int | None) -> Codes:
    if code is None:
        return (*codes, code)
    n = codes.count(1)
    return (*codes[:n], code, *codes[n:])
