"""Which code points of an earlier version of a text are which of today's."""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from threading import Lock

from seedread.tags.landmarks import Run, in_order, moved
from seedread.tags.letters import letters
from seedread.tags.wording import Grams, Wording
from seedread.text.passage import Passage

KEPT = 16  # alignments kept
LONGEST = 4_000_000  # code points of a version; longer ones are not compared
DEAREST = 4 * 10**9  # code points × code points of two stretches; dearer ones are not compared
NEWS = 2  # code points that have to come in to be looked at
BESIDE = 40  # code points beside them that are
SPREAD = 20  # code points more than it is long that may come into a passage in one place
APART = 600  # code points that may have come between a passage and its context


@dataclass
class Alignment:
    """Both texts, and for every code point of the old one its place in the new one, -1 if gone.

    Script, width and case are put aside: what was converted is where it was. What was moved is
    found too; a code point that was replaced by another has the other's place.
    """

    old: Wording
    new: Wording
    to: "array[int]"
    held: bytearray = field(repr=False)  # for every code point of the old text: 1 if it stayed
    taken: bytearray = field(repr=False)  # for every one of the new text: 1 if it was there
    loose: bytearray = field(repr=False)  # for every one of the old: 1 if it has two places as good
    ordered: float = 1.0  # share of what was found again as it was that is in the same order

    @classmethod
    def of(cls, old: Wording, new: Wording) -> "Alignment":
        """Compare two versions of a text."""
        size = len(old.text)
        nowhere = array("i", [-1]) * size
        made = cls(old, new, nowhere, bytearray(size), bytearray(len(new.text)), bytearray(size))
        if max(len(old.text), len(new.text)) <= LONGEST:
            made._compare()
        return made

    def image(self, passage: Passage) -> Passage | None:
        """Return where what is left of a passage stands, what came into it included.

        If it was torn apart, that is where most of it is.
        """
        places = sorted(at for at in self.to[passage.start : passage.end] if at >= 0)
        if not places:
            return None
        wide = passage.end - passage.start + SPREAD
        cuts = [n for n in range(1, len(places)) if places[n] - places[n - 1] > wide]
        parts = [places[a:b] for a, b in pairwise([0, *cuts, len(places)])]
        most = max(parts, key=len)
        return Passage(most[0], most[-1] + 1)

    def kept(self, passage: Passage, image: Passage) -> int:
        """Return how many code points of a passage are still there, the same ones."""
        a, b, to = self.old.folded, self.new.folded, self.to
        return sum(image.start <= to[n] < image.end and a[n] == b[to[n]] for n in range(*passage))

    def support(self, passage: Passage, image: Passage, reach: int) -> float:
        """Return how much of what stood `reach` code points around a passage still does, 0 to 1."""
        a, b, to = self.old.folded, self.new.folded, self.to
        before = range(max(0, passage.start - reach), passage.start)
        after = range(passage.end, min(len(a), passage.end + reach))
        left, right = (
            [to[n] for n in around if to[n] >= 0 and a[n] == b[to[n]]] for around in (before, after)
        )
        held = sum(image.start - APART <= at < image.start for at in left)
        held += sum(image.end <= at < image.end + APART for at in right)
        return held / max(1, len(before) + len(after))

    def untaken(self, passages: Iterable[Passage]) -> list[Passage]:
        """Return those passages of the new text that are not wholly from the old one."""
        return [p for p in passages if self._new_ones[p.end] > self._new_ones[p.start]]

    def gone(self, passages: Iterable[Passage]) -> list[Passage]:
        """Return those passages of the old text of which something is not there any more."""
        return [p for p in passages if self._gone_ones[p.end] > self._gone_ones[p.start]]

    @cached_property
    def _new_ones(self) -> "array[int]":
        return _sums(1 - here for here in self.taken)

    @cached_property
    def _gone_ones(self) -> "array[int]":
        return _sums(1 - here for here in self.held)

    @cached_property
    def came(self) -> Grams:
        """What came in, with what is beside it: where a copy would be."""
        text, stretches, at = self.taken, list[Passage](), 0
        while (start := text.find(0, at)) >= 0:
            end = text.find(1, start)
            end = len(text) if end < 0 else end
            if end - start >= NEWS:
                low = max(start - BESIDE, stretches[-1].end if stretches else 0)
                stretches.append(Passage(low, min(len(text), end + BESIDE)))
            at = end
        return Grams(self.new.folded, stretches)

    @cached_property
    def back(self) -> "array[int]":
        """For every code point of the new text its place in the old one, -1 if it came in."""
        back = array("i", [-1]) * len(self.new.text)
        for n, at in enumerate(self.to):
            if at >= 0:
                back[at] = n
        return back

    def _compare(self) -> None:
        a, b = self.old.folded, self.new.folded
        if a == b:
            self._take((0, 0, len(a)))
            return
        chain = in_order(a, b, self.loose)
        for run in chain:
            self._take(run)
        elsewhere = moved(a, b, self.held, self.taken)
        for run in elsewhere:
            self._take(run)
        self.ordered = _length(chain) / max(1, _length(chain) + _length(elsewhere))
        gaps = list(_gaps(a, b, sorted([*chain, *elsewhere])))
        for stretch, windows in sorted(gaps, key=lambda gap: len(gap[1])):
            self._fill(stretch, windows)
        for run in moved(a, b, self.held, self.taken, torn=True):
            self._take(run)

    def _take(self, run: Run) -> None:
        i, j, n = run
        self.to[i : i + n] = array("i", range(j, j + n))
        self.held[i : i + n] = self.taken[j : j + n] = b"\1" * n

    def _fill(self, stretch: Passage, windows: list[Passage]) -> None:
        """Align what changed between two landmarks, code point by code point."""
        places = [at for window in windows for at in range(*window) if not self.taken[at]]
        text = "".join(self.new.folded[at] for at in places)
        if not text or len(text) * (stretch.end - stretch.start) > DEAREST:
            return
        for i, j, n in letters(self.old.folded[stretch.start : stretch.end], text):
            for at in range(j, j + n):
                self._take((stretch.start + i + at - j, places[at], 1))


class Alignments:
    """Alignments by the names of both versions, the latest kept. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str, str], Alignment] = OrderedDict()

    def of(self, names: tuple[str, str, str], old: Wording, new: Wording) -> Alignment:
        """Return how two versions align, worked out once."""
        with self._lock:
            found = self._kept.pop(names, None) or Alignment.of(old, new)
            self._kept[names] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return found


def _length(runs: Iterable[Run]) -> int:
    return sum(length for _, _, length in runs)


def _sums(values: Iterable[int]) -> "array[int]":
    sums, total = array("i", [0]), 0
    for value in values:
        total += value
        sums.append(total)
    return sums


def _gaps(a: str, b: str, runs: list[Run]) -> Iterator[tuple[Passage, list[Passage]]]:
    """Yield every stretch of `a` between landmarks, and where in `b` it can be.

    That is between the same landmarks; if they are not neighbours any more, behind the first or
    before the second.
    """
    starts = [*sorted(j for _, j, _ in runs), len(b)]
    ends = [0, *sorted(j + n for _, j, n in runs)]
    previous = (0, 0)
    for i, j, n in [*runs, (len(a), len(b), 0)]:
        at, there = previous
        if at < i:
            behind = Passage(there, max(there, starts[bisect_left(starts, there)]))
            before = Passage(min(j, ends[bisect_right(ends, j) - 1]), j)
            yield Passage(at, i), [behind] if behind == before else [behind, before]
        previous = i + n, j + n
