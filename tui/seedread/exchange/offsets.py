"""Offsets in other units: ours are code points; others count UTF-16 units, bytes, CRLF as two."""

from bisect import bisect_right
from collections.abc import Callable, Iterator

from seedread.text.passage import Passage

UNITS = ("codepoints", "utf16", "utf8", "utf16-crlf", "codepoints-crlf")


class Ruler:
    """One text measured in another unit. Exact at every code point; between two it is refused.

    With `-crlf` every line end counts as two, as in the files of Windows.
    """

    def __init__(self, text: str, unit: str) -> None:
        self.text, self.unit = text, unit
        self._jumps = list(_jumps(text, _extra(unit)))  # (code point behind which, sum of extras)
        self._at = [at for at, _ in self._jumps]
        self._there = [at + 1 + extra for at, extra in self._jumps]

    @property
    def length(self) -> int:
        """The length of the whole text in the unit."""
        return self.to(len(self.text))

    def to(self, offset: int) -> int:
        """Return the place of a code point in the unit."""
        n = bisect_right(self._at, offset - 1)
        return offset + (self._jumps[n - 1][1] if n else 0)

    def back(self, place: int) -> int:
        """Return the code point at a place; raises ValueError inside one, or outside the text."""
        n = bisect_right(self._there, place)
        offset = place - (self._jumps[n - 1][1] if n else 0)
        if not 0 <= offset <= len(self.text) or self.to(offset) != place:
            raise ValueError(f"{place} is no place between two characters ({self.unit})")
        return offset

    def passage(self, start: int, end: int) -> Passage:
        """Return the passage between two places; raises ValueError if that is none."""
        found = Passage(self.back(start), self.back(end))
        if found.start >= found.end:
            raise ValueError(f"{start}–{end} is empty")
        return found


def _extra(unit: str) -> Callable[[str], int]:
    """Return how many more than one a code point counts in a unit."""
    if unit == "utf8":
        return lambda char: len(char.encode("utf-8", "surrogatepass")) - 1
    name, _, ends = unit.partition("-")
    two = int(ends == "crlf")
    if name == "codepoints":
        return lambda char: two if char == "\n" else 0
    if name == "utf16":
        return lambda char: two if char == "\n" else int(char > "\uffff")
    raise ValueError(f"there is no unit {unit}")


def _jumps(text: str, extra: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    total = 0
    known: dict[str, int] = {}
    for at, char in enumerate(text):
        more = known.get(char)
        if more is None:
            more = known[char] = extra(char)
        if more:
            total += more
            yield at, total
