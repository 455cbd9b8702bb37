"""Which code points of an earlier version of a text are which of today's."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from seedread.tags.wording import Wording
from seedread.text.passage import Passage

KEPT = 16  # alignments kept
LONGEST = 4_000_000  # code points of a version; longer ones are not compared
DEAREST = 4 * 10**9  # code points × code points of two stretches; dearer ones are not compared
FENCED = 10**8  # lines × lines; beyond, what both begin and end with is passed over
LIKE = 0.3  # share of a changed stretch that must have stayed for the rest to be believed
APART = 600  # code points that may have come between a passage and its context
SWAPPED = 4000  # code points that are not written twice
_LINE = re.compile(r"[^\n]*[^\s]")
_CLAUSE = re.compile(r"[^\n,。!?;:、]+[,。!?;:、」』”’\")]*")
_STOP = frozenset("\n,。!?;:、 ”’」』)")
_WORTH = 4  # code points from which on a clause is a landmark by itself
_TWIN = 8  # … and from which on what came in may resemble what was there
_FAR = 6  # … and from which on it is known again elsewhere

Run = tuple[int, int, int]  # where in the old text, where in the new one, how many code points
Op = tuple[str, int, int, int, int]


@dataclass
class Alignment:
    """Both texts, and for every code point of the old one its place in the new one, -1 if gone.

    Script, width and case are put aside: what was converted is where it was. What was moved is
    found too; a code point that was replaced by another has the other's place.
    """

    old: Wording
    new: Wording
    to: "array[int]"
    taken: bytearray = field(repr=False)  # for every code point of the new text: 1 if it was there
    loose: bytearray = field(repr=False)  # for every one of the old: 1 if its line has two places

    @classmethod
    def of(cls, old: Wording, new: Wording) -> "Alignment":
        """Compare two versions of a text."""
        size = len(old.text)
        made = cls(old, new, array("i", [-1]) * size, bytearray(len(new.text)), bytearray(size))
        if max(len(old.text), len(new.text)) <= LONGEST:
            made._compare()
        return made

    def image(self, passage: Passage) -> Passage | None:
        """Return where what is left of a passage stands, what came into it included."""
        places = [at for at in self.to[passage.start : passage.end] if at >= 0]
        return Passage(min(places), max(places) + 1) if places else None

    def kept(self, passage: Passage) -> int:
        """Return how many code points of a passage are still there, the same ones."""
        a, b, to = self.old.folded, self.new.folded, self.to
        return sum(to[n] >= 0 and a[n] == b[to[n]] for n in range(*passage))

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

    def swappable(self, passage: Passage, image: Passage, other: Passage) -> bool:
        """Whether a passage might as well be the `other` one: nothing else would change its place.

        What lies between the two in the new text would have to be beyond `other`, too.
        """
        if any(self.loose[slice(*passage)]):
            return True
        a, b = self.old.folded, self.new.folded
        if other.start >= image.end:
            between = self._taken_in(image.end, other.start)
            ours = a[passage.end : passage.end + between]
            theirs = b[other.end : other.end + between]
        else:
            between = self._taken_in(other.end, image.start)
            ours = a[max(0, passage.start - between) : passage.start]
            theirs = b[max(0, other.start - between) : other.start]
        return between < SWAPPED and _like(ours, theirs)

    def _taken_in(self, start: int, end: int) -> int:
        return max(0, end - start - (self._new_ones[end] - self._new_ones[start]))

    def twinned(self, passage: Passage) -> bool:
        """Whether something came in that resembles it."""
        return self.loose.find(2, *passage) >= 0

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
        return _sums(at < 0 for at in self.to)

    def _compare(self) -> None:
        a, b = self.old.folded, self.new.folded
        if a == b:
            self._take((0, 0, len(a)))
            return
        runs = list(_landmarks(a, b, self.loose))
        for run in runs:
            self._take(run)
        for run in _strays(a, b, self.to, self.taken):
            self._take(run)
            runs.append(run)
        for stretch, windows in sorted(_gaps(a, b, sorted(runs)), key=lambda gap: len(gap[1])):
            self._fill(stretch, windows)
        self._mark_twins()

    def _mark_twins(self) -> None:
        """Mark what came in a second time, but not quite the same: either may be the old one."""
        from rapidfuzz.distance import Indel

        used = self.taken
        for found in _CLAUSE.finditer(self.new.folded):
            start, end = found.span()
            if end - start < _TWIN or used.find(1, start, end) >= 0:
                continue
            for at in self.old.near(found[0], 1):
                there = self.old.folded[max(0, at) : at + 2 * (end - start)]
                one = _beside(found[0], there)
                words = there[slice(*one)]
                if words != found[0] and Indel.normalized_similarity(words, found[0]) > 0.6:
                    low, high = max(0, at) + one[0], max(0, at) + one[1]
                    self.loose[low:high] = b"\2" * (high - low)

    def _take(self, run: Run) -> None:
        i, j, n = run
        self.to[i : i + n] = array("i", range(j, j + n))
        self.taken[j : j + n] = b"\1" * n

    def _fill(self, stretch: Passage, windows: list[Passage]) -> None:
        """Align what changed between two landmarks, code point by code point."""
        places = [at for window in windows for at in range(*window) if not self.taken[at]]
        text = "".join(self.new.folded[at] for at in places)
        if not text or len(text) * (stretch.end - stretch.start) > DEAREST:
            return
        for i, j, n in _letters(self.old.folded[stretch.start : stretch.end], text):
            for k in range(n):
                self.to[stretch.start + i + k] = places[j + k]
                self.taken[places[j + k]] = 1


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


def _like(a: str, b: str) -> bool:
    from rapidfuzz.distance import Indel

    return a == b or Indel.normalized_similarity(a, b) > 0.8


def _beside(words: str, text: str) -> tuple[int, int]:
    """Return which part of a text resembles words best."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(words, text)
    return (found.dest_start, found.dest_end) if found else (0, 0)


def _sums(values: Iterable[int]) -> "array[int]":
    sums, total = array("i", [0]), 0
    for value in values:
        total += value
        sums.append(total)
    return sums


def _landmarks(a: str, b: str, loose: bytearray) -> Iterator[Run]:
    """Yield what is the same in both, in order: lines, and between those clauses."""
    i = j = 0
    for run in [*_same(a, b, _LINE, (0, len(a)), (0, len(b)), loose), (len(a), len(b), 0)]:
        clauses = [*_same(a, b, _CLAUSE, (i, run[0]), (j, run[1]), loose)]
        for n, one in enumerate(clauses):
            beside = any(_adjoin(other, one) for other in clauses[max(0, n - 1) : n + 2])
            if one[2] >= _WORTH or beside:
                yield one
        yield run
        i, j = run[0] + run[2], run[1] + run[2]


def _adjoin(one: Run, other: Run) -> bool:
    (i, j, n), (k, m, _) = min(one, other), max(one, other)
    return one != other and i + n == k and j + n == m


def _same(
    a: str,
    b: str,
    kind: "re.Pattern[str]",
    of_a: tuple[int, int],
    of_b: tuple[int, int],
    loose: bytearray,
) -> Iterator[Run]:
    """Yield the lines or clauses that both stretches have, in order, as many as can be.

    What is matched otherwise when read backwards is marked in `loose`.
    """
    ours = [found.span() for found in kind.finditer(a, *of_a)]
    theirs = [found.span() for found in kind.finditer(b, *of_b)]
    if not ours or not theirs:
        return
    texts = [a[slice(*span)] for span in ours], [b[slice(*span)] for span in theirs]
    back = {len(ours) - 1 - m: len(theirs) - 1 - n for m, n in _pairs(*(t[::-1] for t in texts))}
    for m, n in _pairs(*texts):
        start, end = ours[m]
        if back.get(m) != n:
            loose[start:end] = b"\1" * (end - start)
        yield start, theirs[n][0], end - start


def _pairs(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Return which of `a` is which of `b`, in order, as many as can be."""
    if len(a) * len(b) <= FENCED:
        return list(_middle(a, b))
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    start = min(len(a), len(b)) if start is None else start
    rest = a[start:][::-1], b[start:][::-1]
    end = next((n for n, (x, y) in enumerate(zip(*rest, strict=False)) if x != y), None)
    end = min(map(len, rest)) if end is None else end
    x, y = a[start : len(a) - end], b[start : len(b) - end]
    between = _middle(x, y) if len(x) * len(y) <= 10 * FENCED else ()
    found = [(n, n) for n in range(start)]
    found += [(m + start, n + start) for m, n in between]
    return found + [(len(a) - n, len(b) - n) for n in range(end, 0, -1)]


def _middle(a: list[str], b: list[str]) -> Iterator[tuple[int, int]]:
    from rapidfuzz.distance import LCSseq

    # It takes for granted that what both begin and end with is the same; of copies it need not be.
    fenced = ["\n1", *a, "\n2"], ["\n3", *b, "\n4"]
    for op in LCSseq.opcodes(*fenced):
        if op.tag == "equal":
            for n in range(op.src_end - op.src_start):
                yield op.src_start + n - 1, op.dest_start + n - 1


def _strays(a: str, b: str, to: "array[int]", taken: bytearray) -> list[Run]:
    """Return the lines and clauses that are elsewhere now, and once only in what is left."""
    found: list[Run] = []
    gone, come = bytearray(at >= 0 for at in to), bytearray(taken)
    for kind in (_LINE, _CLAUSE):
        ours, theirs = _once(a, kind, gone), _once(b, kind, come)
        for text in ours.keys() & theirs.keys():
            i, j, n = ours[text], theirs[text], len(text)
            found.append((i, j, n))
            gone[i : i + n] = come[j : j + n] = b"\1" * n
    return found


def _once(text: str, kind: "re.Pattern[str]", used: bytearray) -> dict[str, int]:
    """Return where each line or clause stands of which nothing is used, and that is there once."""
    places: dict[str, int] = {}
    for found in kind.finditer(text):
        start, end = found.span()
        if end - start >= _FAR and not used.find(1, start, end) >= 0:
            places[found[0]] = -1 if found[0] in places else start
    return {text: start for text, start in places.items() if start >= 0}


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


def _letters(a: str, b: str) -> Iterator[Run]:
    """Yield what of `a` is what of `b`: the same or in its stead."""
    from rapidfuzz.distance import Levenshtein

    ops: list[Op] = [(o.tag, o.src_start, o.src_end, o.dest_start, o.dest_end)
                     for o in Levenshtein.opcodes(a, b)]  # fmt: skip
    same = sum(i_end - i for tag, i, i_end, _, _ in ops if tag == "equal")
    if same < LIKE * min(len(a), len(b)):
        ops = [op for n, op in enumerate(ops) if op[0] == "equal" and n in (0, len(ops) - 1)]
    else:
        ops = _slid(a, b, ops)
    for tag, i, i_end, j, _ in ops:
        if tag in ("equal", "replace") and i < i_end:
            yield i, j, i_end - i


def _slid(a: str, b: str, ops: list[Op]) -> list[Op]:
    """Return ops with what came or went beginning behind a stop, where it may as well."""
    for n in range(1, len(ops) - 1):
        (left, i0, i1, j0, j1), (tag, _, i2, _, j2), (right, _, i3, _, j3) = ops[n - 1 : n + 2]
        if left != "equal" or right != "equal" or tag not in ("insert", "delete"):
            continue
        text, start, end = (b, j1, j2) if tag == "insert" else (a, i1, i2)
        by = _slide(text, start, end, i1 - i0, i3 - i2)
        ops[n - 1] = (left, i0, i1 + by, j0, j1 + by)
        ops[n] = (tag, i1 + by, i2 + by, j1 + by, j2 + by)
        ops[n + 1] = (right, i2 + by, i3, j2 + by, j3)
    return ops


def _slide(text: str, start: int, end: int, back: int, on: int) -> int:
    """Return by how much a stretch has to be slid to begin behind a stop, 0 if it cannot."""
    steps = [0]
    while len(steps) <= back and text[start - len(steps)] == text[end - len(steps)]:
        steps.append(-len(steps))
    n = 0
    while n < on and text[start + n] == text[end + n]:
        n += 1
        steps.append(n)
    stops = (by for by in steps if start + by == 0 or text[start + by - 1] in _STOP)
    return next(stops, 0)
