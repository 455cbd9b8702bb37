"""Of pairs of equal pieces of two texts, those that hold the most and are in order in both."""

from collections import Counter
from itertools import groupby

EVEN = 1  # code points by which one way to read the change has to be better than another


class Chain:
    """Of pairs of equal clauses, those that hold the most text and are in order in both."""

    def __init__(
        self, pairs: list[tuple[int, int]], worth: list[int], ties: list[int], others: list[int]
    ) -> None:
        self._pairs = pairs
        high, wide = len(ties), len(others)
        self._until, self._previous = _best(pairs, worth, ties, others)
        # Backwards, clauses are as close to the one behind them.
        back = [(high - 1 - i, wide - 1 - j) for i, j in reversed(pairs)]
        turned = [[0, *(side[:0:-1])] for side in (ties, others)]
        onward, _ = _best(back, worth[::-1], *turned)
        self._total = [
            until + rest - worth[i]
            for until, rest, (i, _) in zip(self._until, reversed(onward), pairs, strict=True)
        ]

    @property
    def path(self) -> list[tuple[int, int]]:
        """The pairs of one of the best ways."""
        if not self._pairs:
            return []
        n = max(range(len(self._pairs)), key=self._until.__getitem__)
        found = []
        while n >= 0:
            found.append(self._pairs[n])
            n = self._previous[n]
        return found[::-1]

    def undecided(self) -> set[int]:
        """Return the clauses of which another way, as good, makes another, or another of theirs."""
        best = max(self._total, default=0)
        ways = [
            pair
            for pair, total in zip(self._pairs, self._total, strict=True)
            if total >= best - EVEN
        ]
        ours, theirs = (Counter(pair[side] for pair in ways) for side in (0, 1))
        return {i for i, j in ways if ours[i] > 1 or theirs[j] > 1}


def _best(
    pairs: list[tuple[int, int]], worth: list[int], ties: list[int], others: list[int]
) -> tuple[list[int], list[int]]:
    """Return for every pair what the best way to it is worth, and the pair before it, or -1.

    Pairs are in order of the first number. A tree of best ways by the second one (Fenwick's)
    keeps this near linear.
    """
    wide = len(others)
    tree, source = [0] * (wide + 1), [-1] * (wide + 1)
    values, previous = [0] * len(pairs), [-1] * len(pairs)
    number = {pair: n for n, pair in enumerate(pairs)}
    for i, row in groupby(range(len(pairs)), lambda n: pairs[n][0]):
        here = list(row)
        for n in here:
            j = pairs[n][1]
            best, by, at = 0, -1, j
            while at > 0:
                if tree[at] > best:
                    best, by = tree[at], source[at]
                at &= at - 1
            beside = number.get((i - 1, j - 1), -1)
            if beside >= 0 and (close := values[beside] + min(ties[i], others[j])) > best:
                best, by = close, beside
            values[n], previous[n] = best + worth[i], by
        for n in here:
            at = pairs[n][1] + 1
            while at <= wide:
                if values[n] > tree[at]:
                    tree[at], source[at] = values[n], n
                at += at & -at
    return values, previous
