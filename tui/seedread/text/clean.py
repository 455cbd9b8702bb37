"""A text without its noise, and the way to and from the text as it stands in the document."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from seedread.text.passage import Passage


@dataclass(frozen=True, slots=True)
class Clean:
    """`text` is the source without `cuts` (code points of the source, in order, disjoint)."""

    text: str
    cuts: tuple[Passage, ...] = ()
    _at: tuple[int, ...] = field(default=(), repr=False)  # where each cut was, in `text`
    _gone: tuple[int, ...] = field(default=(), repr=False)  # code points cut up to and with it

    @classmethod
    def of(cls, source: str, cuts: Iterable[Passage]) -> "Clean":
        """Take `cuts` out of `source`."""
        kept, at, gone, done, missing = [], [], [], 0, 0
        spans = tuple(cut for cut in cuts if cut.start < cut.end)
        for start, end in spans:
            kept.append(source[done:start])
            at.append(start - missing)
            missing += end - start
            gone.append(missing)
            done = end
        return cls("".join([*kept, source[done:]]), spans, tuple(at), tuple(gone))

    def out(self, offset: int) -> int:
        """Return where an offset of the source stands in `text`; one inside a cut, where it was."""
        n = bisect_right(self.cuts, (offset, 1 << 62))
        if not n:
            return offset
        inside = offset < self.cuts[n - 1].end
        return self._at[n - 1] if inside else offset - self._gone[n - 1]

    def back(self, offset: int) -> int:
        """Return where the code point at `offset` of `text` stands in the source."""
        n = bisect_right(self._at, offset)
        return offset + (self._gone[n - 1] if n else 0)

    def across(self, passage: Passage) -> Passage:
        """Return what is left of a passage of the source; may be empty."""
        return Passage(self.out(passage.start), self.out(passage.end))

    def home(self, passage: Passage) -> Passage:
        """Return the passage of the source that a passage of `text` stands for.

        What was cut inside it belongs to it, what was cut at its ends does not.
        """
        start, end = passage
        if start == end:
            return Passage(self.back(start), self.back(start))
        n = bisect_left(self._at, end)
        return Passage(self.back(start), end + (self._gone[n - 1] if n else 0))
