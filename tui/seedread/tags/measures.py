"""How far coders agree beyond chance: the published coefficients, on plain counts of codes.

`items` says how often coders gave a unit which codes: a tuple with one code per coder, None where
one said nothing, and how many units had it. Every measure returns None where it is undefined, as
when nobody varies: never 1.0, never NaN.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations

from seedread.text.passage import Passage
from seedread.text.spans import union

Code = Hashable
Codes = tuple[Code | None, ...]
Items = Mapping[Codes, int]
Distance = Callable[[Code, Code], float]


def from_table(table: Sequence[Sequence[int]]) -> Items:
    """Return the items of which a table of two coders counts how often each pair of codes came."""
    return {(a, b): n for a, row in enumerate(table) for b, n in enumerate(row) if n}


def percent(items: Items) -> float | None:
    """Return the share of pairs of codes given to one unit that are the same."""
    same = total = 0
    for given, times in _pairable(items):
        total += times * len(given) * (len(given) - 1)
        same += times * sum(n * (n - 1) for n in Counter(given).values())
    return same / total if total else None


def cohen_kappa(items: Items) -> float | None:
    """Return κ of two coders (Cohen 1960): each has chances of their own."""
    first, second = _two(items)
    expected = sum(n * second[code] for code, n in first.items()) / max(1, first.total()) ** 2
    return _beyond_chance(percent(items), expected)


def scott_pi(items: Items) -> float | None:
    """Return π of two coders (Scott 1955): both have the same chances."""
    first, second = _two(items)
    both = first + second
    return _beyond_chance(percent(items), sum((n / both.total()) ** 2 for n in both.values()))


def bennett_s(items: Items, codes: int) -> float | None:
    """Return S of two coders (Bennett, Alpert & Goldstein 1954): all `codes` are as likely."""
    return _beyond_chance(percent(items), 1 / codes if codes else 1)


def gwet_ac1(items: Items, codes: int = 0) -> float | None:
    """Return AC1 (Gwet 2008), which stays high where one code is rare; for any number of coders.

    `codes` is how many there are, if not all of them were given.
    """
    shares: dict[Code, float] = {}
    units = paired = 0
    agreed = 0.0
    for item, times in items.items():
        given = [code for code in item if code is not None]
        units += times if given else 0
        for code, n in Counter(given).items():
            shares[code] = shares.get(code, 0) + times * n / len(given)
        if len(given) > 1:
            paired += times
            agreed += times * _agreement(given)
    number = max(codes, len(shares))
    if number < 2 or not paired:
        return None
    means = [share / units for share in shares.values()]
    return _beyond_chance(agreed / paired, sum(m * (1 - m) for m in means) / (number - 1))


def fleiss_kappa(items: Items) -> float | None:
    """Return κ of three coders and more (Fleiss 1971); units somebody left out do not count."""
    whole = [(codes, n) for codes, n in items.items() if len(codes) > 1 and None not in codes]
    codes = Counter[Code]()
    for given, times in whole:
        for code in given:
            codes[code] += times
    units = sum(times for _, times in whole)
    if not units:
        return None
    expected = sum((n / codes.total()) ** 2 for n in codes.values())
    return _beyond_chance(sum(n * _agreement(given) for given, n in whole) / units, expected)


def krippendorff_alpha(items: Items, distance: Distance | None = None) -> float | None:
    """Return α (Krippendorff 2004, ch. 11) of any number of coders, with codes missing.

    `distance` is that of two codes, squared; by default they are the same or not (nominal).
    """
    far = distance or nominal
    codes, observed = _given(items), 0.0
    for given, times in _pairable(items):
        observed += times * _disagreement(Counter(given), far) / (len(given) - 1)
    expected = _disagreement(codes, far)
    return 1 - (codes.total() - 1) * observed / expected if expected else None


def nominal(a: Code, b: Code) -> float:
    """Return how far two names are apart: not at all, or 1."""
    return float(a != b)


def interval(a: Code, b: Code) -> float:
    """Return how far two numbers are apart, squared."""
    return float((a - b) ** 2)  # type: ignore[operator]


def ordinal(items: Items) -> Distance:
    """Return how far two ranks are apart, squared, by how often those between were given."""
    codes = _given(items)
    below, at = 0, {}
    for code in sorted(codes):  # type: ignore[type-var]
        at[code] = below + codes[code] / 2
        below += codes[code]
    return lambda a, b: float((at[a] - at[b]) ** 2)


def alpha_u(coders: Sequence[Iterable[Passage]], whole: Passage) -> float | None:
    """Return α_U of one topic: how far freely drawn passages agree (Krippendorff 1995).

    `coders` has the passages of each, `whole` is the text they were drawn in. Passages of one
    coder that touch or overlap count as one. Formulas as in Krippendorff 2004, p. 251–256.
    """
    united = [union(passages) for passages in coders]
    count, length = len(united), whole.end - whole.start
    gaps = [_gaps(passages, whole) for passages in united]
    apart = 2 * sum(_apart(a, b) for a, b in combinations(united, 2))  # seen from both
    expected = _expected_apart(united, gaps, length)
    if count < 2 or not expected:
        return None
    return 1 - apart / (count * (count - 1) * length**2) / expected


def f1_exact(first: Iterable[Passage], second: Iterable[Passage]) -> float | None:
    """Return F1 of two coders' passages: they agree where both drew just the same one."""
    a, b = set(first), set(second)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else None


def f1_overlap(first: Iterable[Passage], second: Iterable[Passage]) -> float | None:
    """Return F1 of two coders' passages: they agree where theirs share a code point."""
    a, b = set(first), set(second)
    if not a and not b:
        return None
    met = _met(a, b), _met(b, a)
    found = [n / len(side) if side else 0.0 for n, side in zip(met, (a, b), strict=True)]
    return 2 * found[0] * found[1] / sum(found) if any(found) else 0.0


def _beyond_chance(observed: float | None, expected: float) -> float | None:
    if observed is None or expected >= 1:
        return None
    return (observed - expected) / (1 - expected)


def _pairable(items: Items) -> Iterator[tuple[list[Code], int]]:
    """Yield the codes of every unit that two coders or more gave one, and how often."""
    for item, times in items.items():
        given = [code for code in item if code is not None]
        if len(given) > 1:
            yield given, times


def _given(items: Items) -> Counter[Code]:
    """Return how often each code was given, in units that two coders or more gave one."""
    found = Counter[Code]()
    for given, times in _pairable(items):
        for code in given:
            found[code] += times
    return found


def _agreement(given: Sequence[Code | None]) -> float:
    """Return the share of pairs of coders who gave a unit the same code."""
    same = sum(n * (n - 1) for n in Counter(given).values())
    return same / (len(given) * (len(given) - 1))


def _two(items: Items) -> tuple[Counter[Code], Counter[Code]]:
    """Return how often each of two coders gave each code, in units that both coded."""
    first, second = Counter[Code](), Counter[Code]()
    for (a, b), times in _pairable(items):
        first[a] += times
        second[b] += times
    return first, second


def _disagreement(codes: Counter[Code], distance: Distance) -> float:
    return 2 * sum(n * m * distance(a, b) for (a, n), (b, m) in combinations(codes.items(), 2))


def _gaps(passages: Sequence[Passage], whole: Passage) -> list[Passage]:
    starts = [whole.start, *(p.end for p in passages)]
    ends = [*(p.start for p in passages), whole.end]
    return [Passage(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


class _Room:
    """In how many places of some gaps a passage has room, by its length."""

    def __init__(self, gaps: Iterable[int]) -> None:
        self._gaps = sorted(gaps)
        self._sums = list(accumulate(self._gaps, initial=0))

    def of(self, length: int) -> int:
        """Return how many places there are for a passage that long."""
        n = bisect_left(self._gaps, length)
        return self._sums[-1] - self._sums[n] - (len(self._gaps) - n) * (length - 1)


def _long(passage: Passage) -> int:
    return passage.end - passage.start


def _apart(first: Sequence[Passage], second: Sequence[Passage]) -> int:
    """Return how far the passages of two coders are apart, by the squares of what they differ in.

    One that meets none of the other's lies in a gap, and is as far from it as it is long.
    """
    apart, alone, n = 0, set(second), 0
    for a in first:
        while n < len(second) and second[n].end <= a.start:
            n += 1
        met = n
        while met < len(second) and second[met].start < a.end:
            b = second[met]
            apart += (a.start - b.start) ** 2 + (a.end - b.end) ** 2
            alone.discard(b)
            met += 1
        if met == n:
            apart += _long(a) ** 2
    return apart + sum(_long(b) ** 2 for b in alone)


def _expected_apart(
    united: Sequence[Sequence[Passage]], gaps: Sequence[Sequence[Passage]], length: int
) -> float:
    """Return the disagreement of passages of these lengths that lie anywhere by chance."""
    lengths = [_long(p) for passages in united for p in passages]
    free = [_long(gap) for found in gaps for gap in found]
    whole = len(united) * length
    among = whole * (whole - 1) - sum(n * (n - 1) for n in lengths)
    count, room = len(lengths), _Room(free)
    apart = sum(
        times * ((count - 1) / 3 * (2 * n**3 - 3 * n**2 + n) + n**2 * room.of(n))
        for n, times in Counter(lengths).items()
    )
    return 2 / length * apart / among if among and length else 0.0


def _met(passages: Iterable[Passage], others: Iterable[Passage]) -> int:
    """Return how many passages share a code point with one of the others."""
    covered = union(others)
    starts, ends = [span.start for span in covered], [span.end for span in covered]
    # Of the others those that end behind its start and begin before its end.
    return sum(bisect_right(ends, start) < bisect_left(starts, end) for start, end in passages)
