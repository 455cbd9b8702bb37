"""The one coordinate: a stretch of a document, in code points of its text."""

from typing import NamedTuple


class Passage(NamedTuple):
    """A stretch of text; both ends are code points, `end` is exclusive."""

    start: int
    end: int

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def covers(self, other: "Passage") -> bool:
        """Whether `other` lies wholly inside this passage."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Passage") -> bool:
        """Whether the two share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)

    def hull(self, other: "Passage") -> "Passage":
        """Return the smallest passage that covers both."""
        return Passage(min(self.start, other.start), max(self.end, other.end))

    def shift(self, by: int) -> "Passage":
        """Return the same passage, `by` code points further on."""
        return Passage(self.start + by, self.end + by)
