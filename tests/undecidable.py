"""Passages of which no text can say where they went: a copy of their line might as well be it.

Nothing here knows how tags are found. Of two texts a diff pairs lines, in order, as many as can
be; blank ones are passed over. Here the diff is even told, from the edit itself, which lines are
what is left of which, or of a copy of which; but not, of these, which is the copy.
"""

from bisect import bisect_right
from collections import Counter
from functools import cached_property

from edits import Truth
from seedread.text.passage import Passage


class Undecidable:
    """The lines of both texts and every diff that pairs as many of them as can be."""

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        self.starts, lines = _lines(truth.old)
        self.new_starts, self.new = _lines("".join(c for c, _ in truth.text))
        self.numbers: dict[tuple[int, int], int] = {}  # of (line, its line today): which that is
        self.like: list[set[int]] = []  # for each of these the lines that might be it
        copies = self._copies()
        for n, (start, line) in enumerate(zip(self.starts, lines, strict=True)):
            left = [
                at for k in range(start, start + len(line)) if (at := truth.where.get(k, -1)) >= 0
            ]
            for new in dict.fromkeys(self._line(at) for at in left) or (-1,):
                if new < 0 or (n - 1, new) not in self.numbers:
                    text = self.new[new] if new >= 0 else line
                    same = {m for m, other in enumerate(self.new) if other == text}
                    held = {m for m, count in copies.get(n, {}).items() if 2 * count >= len(line)}
                    self.like.append(same | held | ({new} if new >= 0 else set()))
                self.numbers[n, new] = len(self.like) - 1

    def holds(self, passage: Passage) -> bool:
        """Whether nobody can tell from both texts where a passage went.

        So it is if one of those diffs pairs its line with another than the true one; or one holds
        its line for gone, and one holds another that might be it for new, or the true one for
        what is left of another line. What was copied and then taken out is as if it had been
        moved.
        """
        left = [self.truth.where[n] for n in range(*passage) if n in self.truth.where]
        true = self._line(left[0]) if left else -1
        line = bisect_right(self.starts, passage.start) - 1
        return any(
            self._elsewhere(own, new)
            for (n, new), own in self.numbers.items()
            if n == line and (new == true or not left)
        )

    def _elsewhere(self, own: int, true: int) -> bool:
        others, gone = self.like[own] - {true}, own in self._gone
        return any(self._pairs(own, n) or (gone and n in self._come) for n in others) or (
            gone and any(self._pairs(n, true) for n in range(len(self.like)) if n != own)
        )

    def _line(self, at: int) -> int:
        return bisect_right(self.new_starts, at) - 1

    def _copies(self) -> dict[int, Counter[int]]:
        """Return how many code points of a line stand in which lines as copies."""
        found: dict[int, Counter[int]] = {}
        for at, (_, origin) in enumerate(self.truth.text):
            if origin <= -2:
                line = bisect_right(self.starts, -2 - origin) - 1
                found.setdefault(line, Counter())[self._line(at)] += 1
        return found

    def _pairs(self, i: int, j: int) -> bool:
        if j not in self.like[i]:
            return False
        return self._before[i][j] + 1 + self._behind[i + 1][j + 1] == self._before[-1][-1]

    @cached_property
    def _gone(self) -> set[int]:
        """Lines that one of the diffs takes out."""
        most = self._before[-1][-1]
        return {
            i
            for i in range(len(self.like))
            if most in map(int.__add__, self._before[i], self._behind[i + 1])
        }

    @cached_property
    def _come(self) -> set[int]:
        """Lines that one of the diffs puts in."""
        most, rows = self._before[-1][-1], range(len(self.like) + 1)
        return {
            j
            for j in range(len(self.new))
            if any(self._before[i][j] + self._behind[i][j + 1] == most for i in rows)
        }

    @cached_property
    def _before(self) -> list[list[int]]:
        return _most(self.like, range(len(self.new)))

    @cached_property
    def _behind(self) -> list[list[int]]:
        return [row[::-1] for row in _most(self.like[::-1], range(len(self.new))[::-1])][::-1]


def _most(like: list[set[int]], lines: range) -> list[list[int]]:
    """Return how many of the first i lines and the first j can be paired, by i and j."""
    rows = [[0] * (len(lines) + 1)]
    for those in like:
        above, row = rows[-1], [0]
        for n, line in enumerate(lines):
            row.append(above[n] + 1 if line in those else max(above[n + 1], row[n]))
        rows.append(row)
    return rows


def _lines(text: str) -> tuple[list[int], list[str]]:
    starts, lines, at = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(at)
            lines.append(line)
        at += len(line) + 1
    return starts, lines
